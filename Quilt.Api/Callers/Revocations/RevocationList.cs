using System.Collections.Concurrent;
using Quilt.Api.Callers.Tokens;

namespace Quilt.Api.Callers.Revocations;

/// <summary>
/// What has been revoked among the tokens that may still be alive. Asked with every request, filled by
/// <see cref="RevocationFollower"/>.
/// </summary>
internal sealed class RevocationList(TimeProvider time)
{
    /// <summary>Access tokens live 24 hours, and what is known of personal ones is believed for one; a revocation that old has nothing left to refuse.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24) + (2 * TokenRules.ClockSkew);

    /// <summary>How long after start a caller may be kept waiting for the first look at the feed.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RevokedUser> _users = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _patientUntil = time.GetUtcNow() + StartPatience;

    /// <summary>Whether the feed has been read since start. Before, no token can be judged.</summary>
    public bool IsKnown => _known.Task.IsCompleted;

    /// <summary>Waits shortly for the first look at the feed, so that a request may come just after the start.</summary>
    /// <exception cref="HttpRequestException">The sign-in service has not been reached since start.</exception>
    public async ValueTask WaitUntilKnownAsync(CancellationToken cancellationToken)
    {
        if (IsKnown)
        {
            return;
        }

        var patience = _patientUntil - time.GetUtcNow();
        try
        {
            await _known.Task.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new HttpRequestException("The sign-in service has not been reached since start, so no token can be judged.", exception);
        }
    }

    /// <summary>Takes what the feed brought. From here on it refuses.</summary>
    public void Add(RevocationPage page)
    {
        var now = time.GetUtcNow();
        foreach (var revocation in page.Revocations)
        {
            switch (revocation.Kind)
            {
                case "token":
                    _tokens[revocation.Id] = now;
                    break;
                case "session":
                    _sessions[revocation.Id] = now;
                    break;
                case "user":
                    _users.AddOrUpdate(
                        revocation.Id,
                        static (_, item) => new RevokedUser(item.revocation.Generation ?? 0, item.revocation.Disabled, item.now),
                        static (_, known, item) => new RevokedUser(
                            Math.Max(known.Generation, item.revocation.Generation ?? 0), item.revocation.Disabled, item.now),
                        (revocation, now));
                    break;
                default:
                    throw new HttpRequestException($"The revocation feed holds the kind '{revocation.Kind}', which this registry does not know. Update it.");
            }
        }
    }

    /// <summary>All that was revoked so far has been added.</summary>
    public void MarkKnown() => _known.TrySetResult();

    /// <summary>What a genuine token is worth now. A revoked one is refused even where its account is disabled as well.</summary>
    public TokenVerdict Judge(VerifiedToken token)
    {
        var isDisabled = false;
        if (_users.TryGetValue(token.UserId, out var user))
        {
            if (token.Generation < user.Generation)
            {
                return default;
            }

            isDisabled = user.IsDisabled;
        }

        if (_tokens.ContainsKey(token.TokenId) || (token.SessionId is { } session && _sessions.ContainsKey(session)))
        {
            return default;
        }

        return isDisabled ? new TokenVerdict(null, IsInactive: true) : new TokenVerdict(token.Caller);
    }

    /// <summary>Forgets the revocations whose tokens have all ended.</summary>
    public void Prune()
    {
        var ended = time.GetUtcNow() - Lifetime;
        Prune(_tokens, at => at, ended);
        Prune(_sessions, at => at, ended);
        Prune(_users, user => user.At, ended);
    }

    /// <summary>Removes an entry only as it was seen: one renewed meanwhile stays.</summary>
    private static void Prune<T>(ConcurrentDictionary<string, T> items, Func<T, DateTimeOffset> at, DateTimeOffset ended)
    {
        foreach (var item in items)
        {
            if (at(item.Value) < ended)
            {
                items.TryRemove(item);
            }
        }
    }

    private sealed record RevokedUser(long Generation, bool IsDisabled, DateTimeOffset At);
}
