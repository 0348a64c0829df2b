using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;
using Quilt.Auth.Events;

namespace Quilt.Auth.OpenId;

/// <summary>
/// OpenIddict's token manager, whose revocations (a refresh token used twice, the revocation endpoint) also reach the
/// verifiers that follow the feed.
/// </summary>
internal sealed class RevokingTokenManager(
    IOpenIddictTokenCache<OpenIddictEntityFrameworkCoreToken<Guid>> cache,
    ILogger<OpenIddictTokenManager<OpenIddictEntityFrameworkCoreToken<Guid>>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictTokenStore<OpenIddictEntityFrameworkCoreToken<Guid>> store,
    Revocations.Revocations revocations)
    : OpenIddictTokenManager<OpenIddictEntityFrameworkCoreToken<Guid>>(cache, logger, options, store)
{
    private static readonly SecurityAct Reused = new(SecurityEventTypes.TokenRevoked, ("reason", "a used code or refresh token was used again"));
    private static readonly SecurityAct GivenBack = new(SecurityEventTypes.TokenRevoked, ("reason", "the client gave it back"));

    public override async ValueTask<long> RevokeByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken = default) =>
        await revocations.RevokeSessionAsync(Guid.Parse(identifier), Reused, cancellationToken) ? 1 : 0;

    /// <summary>Whoever gives a refresh token back ends the whole sign-in, as the RFC asks; an access token ends alone.</summary>
    public override async ValueTask<bool> TryRevokeAsync(OpenIddictEntityFrameworkCoreToken<Guid> token, CancellationToken cancellationToken = default)
    {
        var authorization = await GetAuthorizationIdAsync(token, cancellationToken);
        if (authorization is not null && await HasTypeAsync(token, OpenIddictConstants.TokenTypeIdentifiers.RefreshToken, cancellationToken))
        {
            await revocations.RevokeSessionAsync(Guid.Parse(authorization), GivenBack, cancellationToken);
        }
        else
        {
            await revocations.RevokeTokenAsync(token.Id, GivenBack, cancellationToken);
        }

        return true;
    }
}
