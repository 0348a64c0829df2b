using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Quilt.Auth.OpenId;

/// <summary>
/// The discovery document names the pages that browsers go to by the public address, whatever host the request named.
/// The endpoints that services call (keys, tokens) keep the address at which the service itself reached this one: inside
/// a cluster the public address may lead nowhere. Nobody may keep the document for others, so a made-up host harms only
/// whoever made it up.
/// </summary>
internal sealed class DiscoveryAddresses : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<DiscoveryAddresses>()
            .SetOrder(int.MaxValue - 100_000)
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.Transaction.GetHttpRequest()!.HttpContext.Response.Headers.CacheControl = "no-store";
        var issuer = context.Options.Issuer!;
        context.AuthorizationEndpoint = Public(issuer, OpenIdSetup.AuthorizePath);
        context.EndSessionEndpoint = Public(issuer, OpenIdSetup.EndSessionPath);
        return ValueTask.CompletedTask;
    }

    /// <summary>The public address may have a path of its own, so the endpoint's path is appended, not put in its place.</summary>
    private static Uri Public(Uri issuer, string path) => new(issuer.AbsoluteUri.TrimEnd('/') + path);
}
