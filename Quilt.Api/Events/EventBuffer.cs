using System.Threading.Channels;
using Npgsql;
using Quilt.Api.Telemetry;

namespace Quilt.Api.Events;

/// <summary>
/// Installs and previews are counted after their answer, in batches: at most about a second of them is lost when the
/// process is killed, none on a graceful stop. Events that must not be lost go through <see cref="EventTable.AddEvent"/>.
/// </summary>
internal sealed partial class EventBuffer(NpgsqlDataSource database, TimeProvider time, ILogger<EventBuffer> logger) : BackgroundService
{
    private const int BatchSize = 5_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Bounded, so that a database that stays away cannot fill the memory; then the oldest counts give way.</summary>
    private readonly Channel<NewEvent> _events = Channel.CreateBounded<NewEvent>(
        new BoundedChannelOptions(100_000) { FullMode = BoundedChannelFullMode.DropOldest },
        _ => RegistryMeters.EventDropped());

    /// <summary>Held while a batch is written: who waits for it knows that what was taken before is in the database.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Taken from the channel and not written yet. Only for who holds <see cref="_writing"/>.</summary>
    private List<NewEvent> _taken = [];

    /// <summary>Takes an event to be written soon.</summary>
    public void Add(NewEvent item)
    {
        if (_events.Writer.TryWrite(item))
        {
            RegistryMeters.EventsQueued(1);
        }
    }

    /// <summary>Writes what was added before this call, so that an overview read next has it.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        // What is added meanwhile may wait: under load there would be no end to it.
        for (var rounds = (_events.Reader.Count / BatchSize) + 2; rounds > 0; rounds--)
        {
            if (!await WriteBatchAsync(cancellationToken))
            {
                return;
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (await TryWriteBatchAsync(cancellationToken) == true)
        {
        }
    }

    public override void Dispose()
    {
        _writing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _events.Reader.WaitToReadAsync(stoppingToken))
            {
                while (await TryWriteBatchAsync(stoppingToken) is null)
                {
                    await Task.Delay(Interval, time, stoppingToken);
                }

                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is written by the stop.
        }
    }

    /// <summary>Writes one batch: whether there was one; null where the database does not take it now, and it stays.</summary>
    private async Task<bool?> TryWriteBatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WriteBatchAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
        {
            LogDelayed(_taken.Count, exception.Message);
            return null;
        }
    }

    private async Task<bool> WriteBatchAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (_taken.Count < BatchSize && _events.Reader.TryRead(out var item))
            {
                _taken.Add(item);
            }

            if (_taken.Count == 0)
            {
                return false;
            }

            // Not to be stopped half-way: what is committed must not be taken for pending and written twice.
            await EventTable.CopyAsync(database, _taken, CancellationToken.None);
            RegistryMeters.EventsQueued(-_taken.Count);
            _taken = [];
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Count} install and preview events wait for the database ({Reason})")]
    private partial void LogDelayed(int count, string reason);
}
