using System.Collections.Concurrent;

namespace Quilt.Auth.Revocations;

/// <summary>The verifiers that follow the feed at this replica, and how far each has read.</summary>
internal sealed class Subscribers(TimeProvider time)
{
    /// <summary>Between two polls a subscriber is away for a moment; longer, and it is gone.</summary>
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Subscriber> _subscribers = new();
    private readonly Pulse _progress = new();

    /// <summary>A poll that asks for what comes after <paramref name="seq"/> has taken in all up to it.</summary>
    public void Arrive(string name, long seq)
    {
        _subscribers.AddOrUpdate(
            name,
            _ => new Subscriber(seq, 1, time.GetTimestamp()),
            (_, known) => new Subscriber(seq, known.Polls + 1, time.GetTimestamp()));
        _progress.Beat();
    }

    public void Leave(string name)
    {
        _subscribers.AddOrUpdate(
            name,
            _ => new Subscriber(0, 0, time.GetTimestamp()),
            (_, known) => known with { Polls = known.Polls - 1, LastSeen = time.GetTimestamp() });
    }

    /// <summary>Waits until every live subscriber has read up to <paramref name="seq"/>, at most <paramref name="patience"/>.</summary>
    public async Task WaitForAsync(long seq, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (true)
        {
            var progress = _progress.Next;
            if (!AnyBehind(seq))
            {
                return;
            }

            try
            {
                await progress.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private bool AnyBehind(long seq)
    {
        var behind = false;
        foreach (var (name, subscriber) in _subscribers)
        {
            if (subscriber.Polls == 0 && time.GetElapsedTime(subscriber.LastSeen) > Absence)
            {
                _subscribers.TryRemove(new(name, subscriber));
            }
            else
            {
                behind |= subscriber.Read < seq;
            }
        }

        return behind;
    }

    private sealed record Subscriber(long Read, int Polls, long LastSeen);
}
