using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Quilt.Api.SignIn;

/// <summary>The request as the sign-in service gets it: as it came, with word of who sent it and where to.</summary>
internal sealed class ForwardedRequest : HttpTransformer
{
    private const string ForHeader = "X-Forwarded-For";
    private const string HostHeader = "X-Forwarded-Host";
    private const string ProtoHeader = "X-Forwarded-Proto";

    /// <summary>What a caller says about its own way here is never passed on; what a trusted proxy said is part of the connection by now.</summary>
    private static readonly string[] NotPassedOn =
    [
        ForHeader, HostHeader, ProtoHeader, "X-Forwarded-Prefix", "Forwarded", "X-Original-For", "X-Original-Host", "X-Original-Proto",
    ];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        foreach (var header in NotPassedOn)
        {
            proxyRequest.Headers.Remove(header);
        }

        // The forwarder drops the well-known hop-by-hop headers; those that the sender declares as such end here too.
        foreach (var header in httpContext.Request.Headers.GetCommaSeparatedValues(HeaderNames.Connection))
        {
            proxyRequest.Headers.Remove(header);
        }

        if (httpContext.Connection.RemoteIpAddress is { } address)
        {
            proxyRequest.Headers.TryAddWithoutValidation(ForHeader, address.ToString());
        }

        proxyRequest.Headers.TryAddWithoutValidation(HostHeader, httpContext.Request.Host.Value);
        proxyRequest.Headers.TryAddWithoutValidation(ProtoHeader, httpContext.Request.Scheme);

        // The name that service discovery finds goes into Host.
        proxyRequest.Headers.Host = null;
    }
}
