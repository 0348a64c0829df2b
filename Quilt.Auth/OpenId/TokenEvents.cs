using OpenIddict.Abstractions;
using OpenIddict.Server;
using Quilt.Auth.Events;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Quilt.Auth.OpenId;

/// <summary>Records that a client was given tokens for an account. Services that get tokens for themselves have no account.</summary>
internal sealed class TokenEvents(SecurityEvents events) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<TokenEvents>()
            .SetOrder(AttachSignInParameters.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType == OpenIddictServerEndpointType.Token && context.AccessTokenPrincipal?.GetClaim(Claims.PreferredUsername) is { } user)
        {
            var act = new SecurityAct(
                SecurityEventTypes.TokenCreated, ("kind", "token"), ("by", context.Request.GrantType ?? ""), ("client", context.ClientId ?? ""));
            await events.RecordAsync(user, act, context.CancellationToken);
        }
    }
}
