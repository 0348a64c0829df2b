using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Quilt.Api.Callers.Upstream;
using Quilt.ServiceDefaults.Errors;
using Yarp.ReverseProxy.Forwarder;

namespace Quilt.Api.SignIn;

/// <summary>Passes a request on to the sign-in service as it came, and its answer back.</summary>
internal sealed class AuthForwarder(IHttpForwarder forwarder, IHttpMessageHandlerFactory handlers)
{
    public const string ClientName = "auth-forward";

    private const long LargestBody = 1024 * 1024;

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
        // The sign-in service hangs up on large bodies, which would look here as if it were away.
        if (context.Request.ContentLength > LargestBody)
        {
            await JsonErrors.WriteAsync(context, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LargestBody;

        // The factory keeps the handler and its connections; the invoker around it is a mere shell.
        using var invoker = new HttpMessageInvoker(handlers.CreateHandler(ClientName), disposeHandler: false);
        var error = await forwarder.SendAsync(context, AuthClients.Address, invoker, Config, Transformer, context.RequestAborted);
        if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (error == ForwarderError.RequestBodyClient)
        {
            // A body that is too large or too slow has a status of its own.
            await JsonErrors.WriteAsync(context, FindRefusal(context.GetForwarderErrorFeature()?.Exception)?.StatusCode ?? StatusCodes.Status400BadRequest);
            return;
        }

        context.Response.Headers.RetryAfter = "2";
        await (context.Response.StatusCode == StatusCodes.Status504GatewayTimeout
            ? JsonErrors.WriteAsync(context, StatusCodes.Status504GatewayTimeout, "The sign-in service did not answer in time. Try again in a moment.")
            : JsonErrors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The sign-in service cannot be reached. Try again in a moment."));
    }

    /// <summary>What the server had against the body, among the failures that follow from it.</summary>
    private static BadHttpRequestException? FindRefusal(Exception? exception) => exception switch
    {
        BadHttpRequestException refusal => refusal,
        AggregateException many => many.InnerExceptions.Select(FindRefusal).FirstOrDefault(refusal => refusal is not null),
        _ => exception?.InnerException is { } inner ? FindRefusal(inner) : null,
    };
}
