using Quilt.Api.Objects;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.Api.Contents.Zips;

/// <summary>A zip file, whole or in part. When something goes wrong on the way the connection breaks, so that nobody takes a part for the whole.</summary>
internal sealed partial class ZipAnswer(ZipPlan plan, ObjectContents contents, Checksums checksums, ZipSlots slots, ILogger<ZipAnswer> logger) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var slot = slots.TryTake();
        var (request, response) = (httpContext.Request, httpContext.Response);
        if (slot is null)
        {
            response.Headers.RetryAfter = "10";
            await JsonErrors.WriteAsync(httpContext, StatusCodes.Status429TooManyRequests, "Many packages are being downloaded as zip files just now. Try again in a moment.");
            return;
        }

        response.Headers.ETag = plan.Tag;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = "private, no-cache";
        if (request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(plan.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var asked = ZipRange.Of(request, plan);
        if (asked is { IsEmpty: true })
        {
            response.Headers.ContentRange = $"bytes */{plan.Length}";
            await JsonErrors.WriteAsync(httpContext, StatusCodes.Status416RangeNotSatisfiable, $"The file has {plan.Length} bytes. Ask for some of these.");
            return;
        }

        var range = asked ?? new ZipRange(0, plan.Length);
        response.StatusCode = asked is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        if (asked is not null)
        {
            response.Headers.ContentRange = range.Describe(plan.Length);
        }

        response.ContentType = "application/zip";
        response.ContentLength = range.End - range.First;
        response.Headers.ContentDisposition = Disposition.Attachment(plan.FileName);
        try
        {
            await new ZipStream(plan, range, response.BodyWriter, contents, checksums, httpContext.RequestAborted).WriteAsync();
        }
        catch (Exception) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (Exception exception)
        {
            LogBroken(plan.Source.Package.Owner, plan.Source.Package.Name, exception.Message);
            httpContext.Abort();
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A zip file of {Owner}/{Package} broke off: {Reason}")]
    private partial void LogBroken(string owner, string package, string reason);
}
