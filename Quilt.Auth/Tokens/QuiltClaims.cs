using System.Globalization;
using System.Security.Claims;
using OpenIddict.Abstractions;
using Quilt.Auth.Accounts;
using Quilt.Auth.OpenId;
using Quilt.Auth.PersonalTokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.Tokens;

/// <summary>What tokens say about an account.</summary>
internal static class QuiltClaims
{
    public const string Audience = "quilt";
    public const string Generation = "quilt_gen";
    public const string AdminRole = "admin";
    public const string InternalScope = "internal";

    /// <summary>Puts the account's present facts on <paramref name="identity"/>, in place of older ones.</summary>
    public static void SetAccount(ClaimsIdentity identity, Account account)
    {
        identity
            .SetClaim(Claims.Subject, account.Id.ToString())
            .SetClaim(Claims.Name, account.Name)
            .SetClaim(Claims.PreferredUsername, account.Name)
            .SetClaim(Claims.Email, account.Email)
            .SetClaim(Claims.Role, account.IsAdmin ? AdminRole : null)
            .SetClaim(Generation, account.Generation)
            .SetResources(Audience)
            .SetDestinations(DestinationsOf);
    }

    public static int? GenerationOf(ClaimsPrincipal principal) =>
        int.TryParse(principal.GetClaim(Generation), NumberStyles.None, CultureInfo.InvariantCulture, out var generation) ? generation : null;

    /// <summary>
    /// What an access token is restricted to: null for one of our own clients, which asks for none of our scopes. One that
    /// another client has is restricted even where it names no scope, and is then good for nothing here.
    /// </summary>
    public static TokenGrant? GrantOf(ClaimsPrincipal principal)
    {
        var scopes = TokenScopeNames.Among(principal.GetClaim(Claims.Scope)?.Split(' ') ?? []);
        var isOurs = principal.GetClaim(Claims.ClientId) is not { } client || KnownClients.IsOurs(client);
        return isOurs && scopes == TokenScopes.None ? null : new TokenGrant(scopes, Owner: null, Packages: null, ExpiresAt: null);
    }

    public static IEnumerable<string> DestinationsOf(Claim claim) => claim.Type switch
    {
        Claims.Name or Claims.PreferredUsername or Claims.Email or Claims.Role => [Destinations.AccessToken, Destinations.IdentityToken],
        _ => [Destinations.AccessToken],
    };
}
