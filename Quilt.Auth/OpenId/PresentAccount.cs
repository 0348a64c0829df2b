using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Quilt.Auth.Database;
using Quilt.Auth.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Exchange;

namespace Quilt.Auth.OpenId;

/// <summary>When a code, a device code or a refresh token is exchanged, the new tokens tell the account as it is now, or are refused.</summary>
internal sealed class PresentAccount(AuthDbContext database) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseScopedHandler<PresentAccount>()
            .SetOrder(AttachPrincipal.Descriptor.Order + 1_000)
            .Build();

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsAuthorizationCodeGrantType() && !context.Request.IsRefreshTokenGrantType() && !context.Request.IsDeviceCodeGrantType())
        {
            return;
        }

        var principal = context.Principal ?? throw new InvalidOperationException("A code or refresh token was accepted without a principal.");
        var id = Guid.Parse(principal.GetClaim(Claims.Subject)!);
        var account = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, context.CancellationToken);
        if (account is not { IsActive: true } || account.Generation != QuiltClaims.GenerationOf(principal))
        {
            context.Reject(Errors.InvalidGrant, "The sign-in that this came from has ended. Sign in again.");
            return;
        }

        QuiltClaims.SetAccount((ClaimsIdentity)principal.Identity!, account);
    }
}
