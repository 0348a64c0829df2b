using System.Net;
using Quilt.Api.Callers.Upstream;
using Quilt.ServiceDefaults.Errors;
using Yarp.ReverseProxy.Forwarder;

namespace Quilt.Api.SignIn;

/// <summary>Passes a request on to the sign-in service as it came, and its answer back.</summary>
internal sealed class AuthForwarder(IHttpForwarder forwarder, IHttpMessageHandlerFactory handlers)
{
    public const string ClientName = "auth-forward";

    private static readonly ForwarderRequestConfig Config = new()
    {
        ActivityTimeout = TimeSpan.FromSeconds(30),
        Version = HttpVersion.Version11,
    };

    private static readonly ForwardedRequest Transformer = new();

    /// <summary>A handler that changes nothing on the way: no cookies, redirects or decompression of its own.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    };

    public async Task ForwardAsync(HttpContext context)
    {
        // The factory keeps the handler and its connections; the invoker around it is a mere shell.
        using var invoker = new HttpMessageInvoker(handlers.CreateHandler(ClientName), disposeHandler: false);
        var error = await forwarder.SendAsync(context, AuthClients.Address, invoker, Config, Transformer, context.RequestAborted);
        if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (error == ForwarderError.RequestBodyClient)
        {
            await JsonErrors.WriteAsync(context, StatusCodes.Status400BadRequest, "The request body could not be read. Send it again, whole.");
            return;
        }

        context.Response.Headers.RetryAfter = "2";
        await (context.Response.StatusCode == StatusCodes.Status504GatewayTimeout
            ? JsonErrors.WriteAsync(context, StatusCodes.Status504GatewayTimeout, "The sign-in service did not answer in time. Try again in a moment.")
            : JsonErrors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The sign-in service cannot be reached. Try again in a moment."));
    }
}
