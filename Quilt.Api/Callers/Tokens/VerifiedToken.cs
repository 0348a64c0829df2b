using System.Globalization;
using Microsoft.IdentityModel.JsonWebTokens;
using Quilt.Api.Callers.Grants;

namespace Quilt.Api.Callers.Tokens;

/// <summary>What a genuine token says. Immutable; requests share it.</summary>
/// <param name="Caller">Who it stands for.</param>
/// <param name="TokenId">The token's own id, by which it may be revoked.</param>
/// <param name="SessionId">The sign-in that it belongs to, by which all its tokens may be revoked; null where there is none.</param>
/// <param name="UserId">The account's lasting id.</param>
/// <param name="Generation">The account's token generation when the token was made; older ones than the account's are refused.</param>
/// <param name="EndsAt">When it ceases to be accepted, in UTC ticks.</param>
internal sealed record VerifiedToken(Caller Caller, string TokenId, string? SessionId, string UserId, long Generation, long EndsAt)
{
    /// <summary>Clients that are parts of Quilt. Their tokens carry no scopes of ours and do all that their account may.</summary>
    private static readonly string[] OurClients = ["quilt-cli", "catalog"];

    private const string TokenIdClaim = "oi_tkn_id";
    private const string SessionIdClaim = "oi_au_id";
    private const string GenerationClaim = "quilt_gen";

    /// <summary>Where its uses are noted; null for tokens of which nobody keeps that.</summary>
    public TokenUse? Use { get; init; }

    /// <summary>Reads a token whose signature, issuer, audience and times are good; null where it does not stand for a user.</summary>
    public static VerifiedToken? Read(JsonWebToken token)
    {
        if (ClaimOf(token, JwtRegisteredClaimNames.PreferredUsername) is not { } userName
            || ClaimOf(token, JwtRegisteredClaimNames.Sub) is not { } userId
            || ClaimOf(token, TokenIdClaim) is not { } tokenId
            || !long.TryParse(ClaimOf(token, GenerationClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
        {
            // A service's own token, or one that nobody could revoke.
            return null;
        }

        var grant = GrantOf(token);
        var isAdmin = token.Claims.Any(claim => claim is { Type: "role", Value: "admin" }) && (grant is null || grant.Scopes.HasFlag(TokenScopes.Admin));
        return new VerifiedToken(
            new Caller(userName, ClaimOf(token, JwtRegisteredClaimNames.Email), isAdmin) { Grant = grant },
            tokenId,
            ClaimOf(token, SessionIdClaim),
            userId,
            generation,
            (token.ValidTo + TokenRules.ClockSkew).Ticks);
    }

    /// <summary>What the token of another client is restricted to, also where it names none of our scopes; null for one of ours.</summary>
    private static Grant? GrantOf(JsonWebToken token)
    {
        var scopes = Grant.ScopesAmong(token.Claims.Where(claim => claim.Type == "scope").SelectMany(claim => claim.Value.Split(' ')));
        var isOurs = ClaimOf(token, "client_id") is not { } client || OurClients.Contains(client, StringComparer.Ordinal);
        return isOurs && scopes == TokenScopes.None ? null : new Grant(scopes, Reach.All);
    }

    private static string? ClaimOf(JsonWebToken token, string type) =>
        token.TryGetClaim(type, out var claim) && claim.Value.Length > 0 ? claim.Value : null;
}
