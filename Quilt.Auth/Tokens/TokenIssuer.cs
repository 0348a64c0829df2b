using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using Quilt.ServiceDefaults.PublicAddresses;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Quilt.Auth.Tokens;

/// <summary>Makes an access token outside of an OAuth request, for <c>/api/login</c> and <c>/api/refresh</c>.</summary>
internal sealed class TokenIssuer(IOpenIddictServerFactory transactions, IOpenIddictServerDispatcher dispatcher, PublicUrls publicUrls, SecurityEvents events, TimeProvider time)
{
    /// <param name="by">What it is given for, for the security event.</param>
    public async Task<string> IssueAsync(Account account, Guid? authorizationId, string by, CancellationToken cancellationToken)
    {
        var identity = new ClaimsIdentity("Quilt", Claims.Name, Claims.Role);
        QuiltClaims.SetAccount(identity, account);
        foreach (var claim in identity.Claims)
        {
            claim.SetDestinations((IEnumerable<string>)[]);
        }

        var now = time.GetUtcNow();
        var principal = new ClaimsPrincipal(identity)
            .SetAudiences(QuiltClaims.Audience)
            .SetResources((IEnumerable<string>)[])
            .SetAuthorizationId(authorizationId?.ToString())
            .SetTokenType(TokenTypeIdentifiers.AccessToken)
            .SetCreationDate(now)
            .SetExpirationDate(now + TokenLifetimes.Access)
            .SetClaim(Claims.Private.Issuer, publicUrls.Lasting(QuiltService.Auth) + "/");

        var context = new GenerateTokenContext(await transactions.CreateTransactionAsync())
        {
            CreateTokenEntry = true,
            PersistTokenPayload = false,
            IsReferenceToken = false,
            Principal = principal,
            TokenType = TokenTypeIdentifiers.AccessToken,
            TokenFormat = TokenFormats.Private.JsonWebToken,
        };
        await dispatcher.DispatchAsync(context);
        var token = context.Token ?? throw new InvalidOperationException($"No token was made: {context.Error} {context.ErrorDescription}");
        await events.RecordAsync(account.Name, new SecurityAct(SecurityEventTypes.TokenCreated, ("kind", "token"), ("by", by)), cancellationToken);
        return token;
    }
}
