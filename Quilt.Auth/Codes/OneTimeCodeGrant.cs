using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Quilt.Auth.Database;
using Quilt.Auth.OpenId;
using Quilt.Auth.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Exchange;

namespace Quilt.Auth.Codes;

/// <summary>Exchanges the code that <c>quilt login</c> was given for the tokens of a new sign-in.</summary>
internal sealed class OneTimeCodeGrant(OneTimeCodes codes, AuthDbContext database, SignInAuthorizations authorizations)
    : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public const string GrantType = "urn:quilt:params:oauth:grant-type:one-time-code";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseScopedHandler<OneTimeCodeGrant>()
            .SetOrder(AttachPrincipal.Descriptor.Order + 3_000)
            .Build();

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Request.GrantType != GrantType)
        {
            return;
        }

        if (await codes.RedeemAsync(context.Request.Code ?? string.Empty, context.CancellationToken) is not { } id)
        {
            context.Reject(Errors.InvalidGrant, "The code is wrong, used or expired. Get a new one.");
            return;
        }

        var account = await database.Users.AsNoTracking().SingleAsync(user => user.Id == id, context.CancellationToken);
        var identity = new ClaimsIdentity("Quilt", Claims.Name, Claims.Role);
        identity.SetScopes(Scopes.OfflineAccess, Scopes.Profile, Scopes.Email, Scopes.Roles);
        QuiltClaims.SetAccount(identity, account);
        var authorization = await authorizations.CreateAsync(identity, account, context.ClientId!, context.CancellationToken);
        identity.SetAuthorizationId(authorization.ToString());
        context.SignIn(new ClaimsPrincipal(identity));
    }
}
