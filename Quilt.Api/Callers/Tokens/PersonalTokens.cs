using System.Net;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Callers.Upstream;

namespace Quilt.Api.Callers.Tokens;

/// <summary>
/// Asks the sign-in service about personal tokens that are seen for the first time, by their hash. What it knows is kept
/// for an hour: longer than revocations are remembered, nothing may be believed.
/// </summary>
internal sealed class PersonalTokens(IHttpClientFactory clients, TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 8;

    /// <summary>Unknown tokens within a second. Whoever makes up more, with good checksums, costs the sign-in service no more.</summary>
    private const int MostMisses = 50;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turns = new(MostAtOnce, MostAtOnce);
    private readonly Lock _gate = new();
    private long _second;
    private int _misses;

    /// <summary>What the token with a hash says; null where none that is good has it.</summary>
    /// <exception cref="HttpRequestException">The sign-in service cannot be reached, or is asked too much.</exception>
    public async Task<VerifiedToken?> AskAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            if (CountMisses(0) >= MostMisses)
            {
                throw new HttpRequestException("Too many unknown tokens come in to ask the sign-in service about each.");
            }

            using var client = clients.CreateClient(AuthClients.Internal);
            using var response = await client.GetFromAuthAsync("internal/personal-tokens/" + hash.ToHex(), cancellationToken, mayBeMissing: true);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                CountMisses(1);
                return null;
            }

            return Read(await response.ReadJsonAsync(UpstreamJson.Default.KnownToken, cancellationToken));
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private VerifiedToken Read(KnownToken token)
    {
        var scopes = Grant.ScopesAmong(token.Scopes);
        var caller = new Caller(token.UserName, token.Email, token.IsAdmin && scopes.HasFlag(TokenScopes.Admin))
        {
            Grant = new Grant(scopes, Reach.Of(token.Owner, token.Packages)),
        };
        var soon = time.GetUtcNow() + Lifetime;
        var end = token.ExpiresAt is { } seconds && DateTimeOffset.UnixEpoch.AddSeconds(seconds) is var expires && expires < soon ? expires : soon;
        return new VerifiedToken(caller, token.Id, token.SessionId, token.UserId, token.Generation, end.UtcTicks) { Use = new TokenUse(token.Id) };
    }

    private int CountMisses(int more)
    {
        lock (_gate)
        {
            var second = time.GetUtcNow().UtcTicks / TimeSpan.TicksPerSecond;
            _misses = second == _second ? _misses + more : more;
            _second = second;
            return _misses;
        }
    }
}
