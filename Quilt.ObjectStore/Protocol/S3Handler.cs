using Microsoft.AspNetCore.Http.Features;
using Quilt.ObjectStore.Signing;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Protocol;

/// <summary>Answers every request that is not a health check: authenticates, routes, and tells failures as S3 does.</summary>
internal sealed partial class S3Handler(Authenticator authenticator, S3Router router, ILogger<S3Handler> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            Cors.AnswerPreflight(context);
            return;
        }

        Cors.Allow(context);
        context.Response.Headers["x-amz-request-id"] = context.TraceIdentifier;
        var target = S3Target.Parse(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, out var error);
        try
        {
            if (target is not null && authenticator.Authenticate(context.Request, target, out error) is { } signature)
            {
                error = await router.RouteAsync(context, target, signature);
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; whatever failed, failed for that.
            return;
        }
        catch (BadHttpRequestException exception)
        {
            error = new S3Error(exception.StatusCode, "RequestTimeout", "The body did not arrive as announced, or too slowly.");
        }
        catch (IOException exception) when (DiskErrors.IsFull(exception))
        {
            LogDiskFull(target!.Bucket);
            error = S3Error.DiskFull;
        }
        catch (Exception exception)
        {
            LogFailure(exception, context.Request.Method, target!.Path);
            error = S3Error.Internal;
        }

        if (error is null)
        {
            return;
        }

        if (context.Response.HasStarted)
        {
            // Part of an object is out already; only a broken connection tells that the rest is missing.
            context.Abort();
            return;
        }

        context.Response.ContentLength = null;
        await S3Xml.WriteErrorAsync(context, error, target?.Path);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The disk is full; an upload to bucket {Bucket} was refused")]
    private partial void LogDiskFull(string bucket);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Unexpected failure of {Method} {Path}")]
    private partial void LogFailure(Exception exception, string method, string path);
}
