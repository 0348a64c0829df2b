using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Quilt.ServiceDefaults.Errors;

/// <summary>Makes every failure a JSON object with a <c>message</c>, whatever part of the pipeline it came from.</summary>
public static class JsonErrors
{
    /// <summary>The header that carries the trace id of a failed request, to find it in the logs.</summary>
    public const string TraceHeader = "X-Trace-Id";

    /// <summary>
    /// Turns exceptions and empty error answers (unknown route, wrong method, refused body) into an
    /// <see cref="ErrorMessage"/>, for the requests that <paramref name="applies"/> picks (null: all).
    /// Nothing internal reaches the caller: the exception goes to the log under the trace id of the header.
    /// </summary>
    public static IApplicationBuilder UseJsonErrors(this IApplicationBuilder app, Func<HttpContext, bool>? applies = null)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Quilt.Errors");
        return app.Use((context, next) => applies is null || applies(context) ? RunAsync(context, next, logger) : next(context));
    }

    /// <summary>Writes an error answer with <paramref name="status"/> and the words that it always has.</summary>
    public static Task WriteAsync(HttpContext context, int status) => WriteAsync(context, status, Describe(context, status));

    /// <summary>Writes an error answer with <paramref name="status"/> and <paramref name="message"/>.</summary>
    public static Task WriteAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.Headers[TraceHeader] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        return context.Response.WriteAsJsonAsync(new ErrorMessage(message), ErrorJson.Default.ErrorMessage, contentType: "application/json", context.RequestAborted);
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await WriteExceptionAsync(context, exception, logger);
            return;
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentLength is null && response.ContentType is null)
        {
            await WriteAsync(context, response.StatusCode);
        }
    }

    private static async Task WriteExceptionAsync(HttpContext context, Exception exception, ILogger logger)
    {
        context.Response.Clear();
        switch (exception)
        {
            case BadHttpRequestException bad:
                await WriteAsync(context, bad.StatusCode, bad.StatusCode == 400 ? "The request could not be read: " + bad.Message : Describe(context, bad.StatusCode));
                break;
            case var _ when IsAway(exception):
                logger.LogWarning(exception, "A service that {Path} needs does not answer", context.Request.Path);
                context.Response.Headers.RetryAfter = "2";
                await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The registry cannot reach a service it needs. Try again in a moment.");
                break;
            default:
                logger.LogError(exception, "Unexpected failure of {Method} {Path}", context.Request.Method, context.Request.Path);
                await WriteAsync(context, StatusCodes.Status500InternalServerError, "Unexpected failure in the registry. It has been logged; the X-Trace-Id header tells where.");
                break;
        }
    }

    /// <summary>Whether a database or an upstream service could not be reached, as against a fault of ours.</summary>
    private static bool IsAway(Exception exception) => exception switch
    {
        DbException { IsTransient: true } => true,
        Npgsql.PostgresException { SqlState: "57P01" or "57P02" or "57P03" or "53300" } => true,
        Npgsql.NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        HttpRequestException { StatusCode: null } => true,
        { InnerException: { } inner } => IsAway(inner),
        _ => false,
    };

    private static string Describe(HttpContext context, int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request could not be read. Check it and send it again.",
        StatusCodes.Status401Unauthorized => "Not logged in",
        StatusCodes.Status403Forbidden => "You may not do this.",
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not possible at {context.Request.Path}.",
        StatusCodes.Status408RequestTimeout => "The request took too long to arrive.",
        StatusCodes.Status413PayloadTooLarge => "The request body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "This call takes no body of that content type. Most take JSON (Content-Type: application/json).",
        StatusCodes.Status429TooManyRequests => "Too many requests. Wait a moment and try again.",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "The request headers are too large.",
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout
            => "The registry cannot reach a service it needs. Try again in a moment.",
        _ => $"The request failed with status {status}.",
    };
}
