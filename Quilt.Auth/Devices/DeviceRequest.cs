using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Quilt.Auth.Events;
using Quilt.Auth.OpenId;
using Quilt.Auth.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Quilt.Auth.Devices;

/// <summary>
/// Puts into the code that a person will type where its request came from, so that the person can tell one's own machine
/// from a stranger's. Quilt's own command line gets what installing and pushing need, where it names nothing.
/// </summary>
internal sealed class DeviceRequest : IOpenIddictServerHandler<ProcessSignInContext>
{
    public const string AddressClaim = "quilt_address";
    public const string AgentClaim = "quilt_agent";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<DeviceRequest>()
            .SetOrder(AttachDefaultScopes.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.DeviceAuthorization)
        {
            return ValueTask.CompletedTask;
        }

        var principal = context.Principal ?? throw new InvalidOperationException("A device was given codes without a principal.");
        var origin = Origin.Of(context.Transaction.GetHttpRequest()!.HttpContext);
        principal.SetClaim(AddressClaim, origin.Address).SetClaim(AgentClaim, origin.Agent);
        if (KnownClients.IsOurs(context.ClientId) && !RegistryScopes.AnyIn(context.Request.GetScopes()))
        {
            principal.SetScopes([.. context.Request.GetScopes(), RegistryScopes.Read, RegistryScopes.Write]);
        }

        return ValueTask.CompletedTask;
    }
}
