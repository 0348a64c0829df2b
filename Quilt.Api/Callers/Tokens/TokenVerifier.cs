using Quilt.Api.Callers.Revocations;

namespace Quilt.Api.Callers.Tokens;

/// <summary>
/// Verifies tokens, each once: what is known of a token is kept by its hash until it ends. Whether it has been revoked
/// is asked every time, so that a revocation takes effect with the next request.
/// </summary>
internal sealed class TokenVerifier(TokenIssuer issuer, RevocationList revocations, TimeProvider time) : ITokenVerifier
{
    private const int GenuineCapacity = 16_384;
    private const int RefusedCapacity = 8_192;

    /// <summary>Long enough to make a client that insists cheap, short enough that a key published meanwhile counts.</summary>
    private static readonly TimeSpan RefusedLifetime = TimeSpan.FromSeconds(2);

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
                return ValueTask.FromResult(revocations.Judge(known));
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
        await revocations.WaitUntilKnownAsync(cancellationToken);
        if (await issuer.ReadAsync(token, cancellationToken) is not { } verified)
        {
            _refused.Set(hash, (time.GetUtcNow() + RefusedLifetime).UtcTicks);
            return default;
        }

        _genuine.Set(hash, verified);
        return revocations.Judge(verified);
    }
}
