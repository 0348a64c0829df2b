using Microsoft.IdentityModel.Tokens;

namespace Quilt.Api.Callers.Tokens;

/// <summary>What a token must be to be taken for genuine.</summary>
internal static class TokenRules
{
    /// <summary>How far the clocks of two machines may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>The rules for tokens of <paramref name="issuer"/>, signed with one of <paramref name="keys"/>.</summary>
    public static TokenValidationParameters For(string issuer, IEnumerable<SecurityKey> keys, TimeProvider time) => new()
    {
        ValidIssuer = issuer,
        ValidAudience = "quilt",
        ValidTypes = ["at+jwt", "application/at+jwt"],

        // One algorithm, the one that Auth signs with: neither "none", nor an HMAC keyed with the public key.
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],

        // Only published keys count, picked by the token's key id; keys that a token brings along are never looked at.
        IssuerSigningKeys = [.. keys],
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            return expires is { } end && now < end + ClockSkew && (notBefore is not { } start || start - ClockSkew <= now);
        },
    };
}
