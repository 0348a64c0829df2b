using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Quilt.Auth.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Exchange;

namespace Quilt.Auth.OpenId;

/// <summary>Tokens for services that speak for themselves (client credentials).</summary>
internal sealed class ServiceGrant : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseSingletonHandler<ServiceGrant>()
            .SetOrder(AttachPrincipal.Descriptor.Order + 2_000)
            .Build();

    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Request.IsClientCredentialsGrantType())
        {
            var identity = new ClaimsIdentity("Quilt", Claims.Name, Claims.Role);
            identity.SetClaim(Claims.Subject, context.ClientId)
                .SetScopes(context.Request.GetScopes())
                .SetResources(QuiltClaims.Audience)
                .SetDestinations(QuiltClaims.DestinationsOf);
            context.SignIn(new ClaimsPrincipal(identity));
        }

        return ValueTask.CompletedTask;
    }
}
