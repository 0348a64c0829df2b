using Quilt.Api.Callers.Revocations;
using Quilt.Api.Telemetry;
using Quilt.ServiceDefaults.PersonalTokens;

namespace Quilt.Api.Callers.Tokens;

/// <summary>
/// Verifies tokens, each once: what is known of a token is kept by its hash until it ends. Whether it has been revoked
/// is asked every time, so that a revocation takes effect with the next request.
/// </summary>
internal sealed class TokenVerifier(TokenIssuer issuer, PersonalTokens personal, TokenUses uses, RevocationList revocations, TimeProvider time) : ITokenVerifier
{
    private const int GenuineCapacity = 16_384;
    private const int RefusedCapacity = 8_192;

    /// <summary>Long enough to make a client that insists cheap, short enough that a key published meanwhile counts.</summary>
    private static readonly TimeSpan RefusedLifetime = TimeSpan.FromSeconds(2);

    /// <summary>A personal token that is not known never will be, so only a mistake of ours ends sooner by a shorter time.</summary>
    private static readonly TimeSpan RefusedPersonalLifetime = TimeSpan.FromMinutes(1);

    // Apart from each other, so that a flood of bad tokens cannot push out the good ones.
    private readonly BoundedCache<TokenHash, VerifiedToken> _genuine = new(GenuineCapacity);
    private readonly BoundedCache<TokenHash, long> _refused = new(RefusedCapacity);

    public ValueTask<TokenVerdict> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (!TokenHash.TryCompute(token, out var hash))
        {
            return ValueTask.FromResult(default(TokenVerdict));
        }

        if (revocations.IsKnown)
        {
            var now = time.GetUtcNow().UtcTicks;
            if (_genuine.TryGet(hash, out var known) && now < known.EndsAt)
            {
                RegistryMeters.LookedUp("tokens", hit: true);
                return ValueTask.FromResult(Judge(known, now));
            }

            if (_refused.TryGet(hash, out var until) && now < until)
            {
                return ValueTask.FromResult(default(TokenVerdict));
            }
        }

        return VerifyUnknownAsync(token, hash, cancellationToken);
    }

    private async ValueTask<TokenVerdict> VerifyUnknownAsync(string token, TokenHash hash, CancellationToken cancellationToken)
    {
        RegistryMeters.LookedUp("tokens", hit: false);
        var isPersonal = PersonalTokenForm.LooksLikeOne(token);
        if (isPersonal && !PersonalTokenForm.IsWellFormed(token))
        {
            // Mistyped or made up: nobody needs to be asked.
            return default;
        }

        await revocations.WaitUntilKnownAsync(cancellationToken);
        var verified = isPersonal ? await personal.AskAsync(hash, cancellationToken) : await issuer.ReadAsync(token, cancellationToken);
        if (verified is null)
        {
            _refused.Set(hash, (time.GetUtcNow() + (isPersonal ? RefusedPersonalLifetime : RefusedLifetime)).UtcTicks);
            return default;
        }

        _genuine.Set(hash, verified);
        return Judge(verified, time.GetUtcNow().UtcTicks);
    }

    private TokenVerdict Judge(VerifiedToken token, long now)
    {
        var verdict = revocations.Judge(token);
        if (token.Use is { } use && verdict.Caller is not null)
        {
            uses.Note(use, now);
        }

        return verdict;
    }
}
