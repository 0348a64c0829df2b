using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Quilt.Auth.TrustedPublishing;

/// <summary>
/// Verifies the proofs of workloads. Everything here is about the proof alone, whatever package it is for, so that
/// neither answer nor time tells which packages trust whom.
/// </summary>
internal sealed class ProofVerifier(IssuerKeys keys, PublisherStore publishers, TimeProvider time)
{
    private const int MaxLength = 16 * 1024;

    /// <summary>How far the issuer's clock and ours may be apart.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>Proofs are made for one run; longer ones would have to be remembered as long.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    /// <summary>Signatures by key pairs only: neither "none", nor an HMAC that is keyed with the public key.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    /// <summary>The proof, or what is wrong with it; both null where nobody trusts its issuer.</summary>
    /// <exception cref="HttpRequestException">The issuer's keys cannot be had.</exception>
    public async Task<(WorkloadProof? Proof, string? Problem)> VerifyAsync(string text, CancellationToken cancellationToken)
    {
        if (Read(text) is not { } token)
        {
            return (null, "The token is not a JSON web token.");
        }

        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal) || string.IsNullOrEmpty(token.Kid))
        {
            return (null, "The token must be signed with a published RSA or elliptic curve key that it names.");
        }

        if (string.IsNullOrEmpty(token.Issuer) || !await publishers.KnowsIssuerAsync(token.Issuer, cancellationToken))
        {
            return (null, null);
        }

        if (await keys.FindAsync(token.Issuer, token.Kid, cancellationToken) is not { } key)
        {
            return (null, "The token's issuer publishes no key with the id that the token names.");
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = token.Issuer,
            ValidateAudience = false,
            ValidAlgorithms = Algorithms,
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (_, _, _, _) => true,
        });
        return !result.IsValid ? (null, "The token's signature is wrong.")
            : FindWrongTime(token) is { } problem ? (null, problem)
            : (new WorkloadProof(token), null);
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return text.Length <= MaxLength && text.Count(character => character == '.') == 2 ? new JsonWebToken(text) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private string? FindWrongTime(JsonWebToken token)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return token switch
        {
            _ when token.ValidTo == DateTime.MinValue || token.IssuedAt == DateTime.MinValue => "The token does not say when it was made and when it expires.",
            _ when token.ValidTo + ClockSkew <= now => "The token has expired. Ask your issuer for a new one.",
            _ when token.ValidFrom - ClockSkew > now || token.IssuedAt - ClockSkew > now => "The token is not valid yet.",
            _ when token.ValidTo - LongestLife > now => "The token lives longer than a day.",
            _ => null,
        };
    }
}
