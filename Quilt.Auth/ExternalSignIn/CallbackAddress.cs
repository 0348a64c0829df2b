using Microsoft.AspNetCore;
using OpenIddict.Client;
using Quilt.ServiceDefaults.PublicAddresses;
using static OpenIddict.Client.OpenIddictClientEvents;
using static OpenIddict.Client.OpenIddictClientHandlers;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>
/// Providers send people back to the public address, whatever host a proxy writes into the request: only the path tells
/// which provider's callback it is.
/// </summary>
internal sealed class CallbackAddress(PublicUrls publicUrls) : IOpenIddictClientHandler<ProcessRequestContext>
{
    public static OpenIddictClientHandlerDescriptor Descriptor { get; } =
        OpenIddictClientHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
            .UseSingletonHandler<CallbackAddress>()
            .SetOrder(InferEndpointType.Descriptor.Order - 500)
            .Build();

    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        if (context.Transaction.GetHttpRequest() is { } request && request.Path.StartsWithSegments("/signin/with"))
        {
            var root = publicUrls.Lasting(QuiltService.Auth);
            context.BaseUri = new Uri(root + "/");
            context.RequestUri = new Uri(root + request.Path.ToUriComponent() + request.QueryString.ToUriComponent());
        }

        return ValueTask.CompletedTask;
    }
}
