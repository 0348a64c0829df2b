using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Quilt.ServiceDefaults.Mail;

/// <summary>
/// Sends what is queued, one letter at a time. What cannot be sent now is tried again for an hour, at growing intervals; a
/// server that does not answer makes all wait. When the service stops, each letter gets one more try within a few seconds.
/// </summary>
internal sealed partial class MailSender(MailQueue queue, LetterWriter writer, IMailRoute route, TimeProvider time, ILogger<MailSender> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    private readonly PriorityQueue<Pending, DateTimeOffset> _pending = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _sending = Task.CompletedTask;
    private DateTimeOffset _awayUntil = DateTimeOffset.MinValue;
    private int _failuresInARow;
    private bool _isDraining;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not a BackgroundService: one that is stopped before it got a thread never runs, and would leave letters behind.
        _sending = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        await _stop.CancelAsync();
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stop = stopping.UnsafeRegister(_ => limit.CancelAfter(Drain), null);
        try
        {
            while (await NextAsync(limit.Token, stopping) is { } pending)
            {
                await SendAsync(pending, limit.Token, stopping);
            }

            await route.RestAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Time is up; what is left is named below.
        }

        GiveUpTheRest();
    }

    /// <summary>The letter that is due; waits for one. Null when the service stops and nothing is left that may still be sent.</summary>
    private async Task<Pending?> NextAsync(CancellationToken limit, CancellationToken stopping)
    {
        while (true)
        {
            TakeIn();
            var any = _pending.TryPeek(out _, out var due);
            if (stopping.IsCancellationRequested)
            {
                // The wait for a server that was away is cut short, once.
                _failuresInARow = _isDraining ? _failuresInARow : 0;
                _isDraining = true;
                return any && _failuresInARow == 0 ? _pending.Dequeue() : null;
            }

            var now = time.GetUtcNow();
            due = due > _awayUntil ? due : _awayUntil;
            if (any && due <= now)
            {
                return _pending.Dequeue();
            }

            await route.RestAsync(limit);
            await WaitAsync(any ? due - now : Timeout.InfiniteTimeSpan, stopping);
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var due = Task.Delay(pause, time, either.Token);
        var arrival = _pending.Count < MailQueue.Capacity ? queue.Letters.WaitToReadAsync(either.Token).AsTask() : due;
        await Task.WhenAny(due, arrival);
        await either.CancelAsync();
    }

    private void TakeIn()
    {
        while (_pending.Count < MailQueue.Capacity && queue.Letters.TryRead(out var letter))
        {
            var now = time.GetUtcNow();
            _pending.Enqueue(new Pending(letter, now, 0), now);
        }
    }

    private async Task SendAsync(Pending pending, CancellationToken limit, CancellationToken stopping)
    {
        var delivery = await DeliverAsync(pending, limit);
        _failuresInARow = delivery.Outcome == DeliveryOutcome.Away ? _failuresInARow + 1 : 0;
        if (delivery.Outcome == DeliveryOutcome.Done)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (delivery.Outcome == DeliveryOutcome.Refused || stopping.IsCancellationRequested || now - pending.AddedAt > GiveUpAfter)
        {
            LogLost(logger, pending.Letter.Domain, delivery.Reason);
            return;
        }

        var again = now + PauseAfter(pending.Tries);
        _pending.Enqueue(pending with { Tries = pending.Tries + 1 }, again);
        if (delivery.Outcome == DeliveryOutcome.Away)
        {
            _awayUntil = now + PauseAfter(_failuresInARow - 1);
        }

        LogPostponed(logger, pending.Letter.Domain, delivery.Reason);
    }

    private async Task<Delivery> DeliverAsync(Pending pending, CancellationToken limit)
    {
        try
        {
            if (!writer.TryWrite(pending.Letter, out var message, out var problem))
            {
                return new Delivery(DeliveryOutcome.Refused, problem);
            }

            using (message)
            {
                return await route.DeliverAsync(message, limit);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogLost(logger, pending.Letter.Domain, "the service stops");
            throw;
        }
        catch (Exception exception)
        {
            // One letter that nobody foresaw must not keep all others from being sent.
            return new Delivery(DeliveryOutcome.Refused, exception.GetType().Name);
        }
    }

    private void GiveUpTheRest()
    {
        while (_pending.TryDequeue(out var pending, out _))
        {
            LogLost(logger, pending.Letter.Domain, "the service stops");
        }

        while (queue.Letters.TryRead(out var letter))
        {
            LogLost(logger, letter.Domain, "the service stops");
        }
    }

    private static TimeSpan PauseAfter(int failures) =>
        failures >= 7 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << failures));

    private sealed record Pending(Letter Letter, DateTimeOffset AddedAt, int Tries);

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A mail to {Domain} could not be sent yet ({Reason}); it is tried again")]
    private static partial void LogPostponed(ILogger logger, string domain, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "A mail to {Domain} was not delivered ({Reason})")]
    private static partial void LogLost(ILogger logger, string domain, string reason);
}
