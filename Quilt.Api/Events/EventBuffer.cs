using System.Threading.Channels;
using Npgsql;

namespace Quilt.Api.Events;

/// <summary>
/// Installs and previews are counted after their answer, in batches: at most about a second of them is lost when the
/// process is killed, none on a graceful stop. Events that must not be lost go through <see cref="EventTable.InsertAsync"/>.
/// </summary>
internal sealed partial class EventBuffer(NpgsqlDataSource database, TimeProvider time, ILogger<EventBuffer> logger) : BackgroundService
{
    private const int BatchSize = 5_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Bounded, so that a database that stays away cannot fill the memory; then the oldest counts give way.</summary>
    private readonly Channel<NewEvent> _events = Channel.CreateBounded<NewEvent>(
        new BoundedChannelOptions(100_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Takes an event to be written soon.</summary>
    public void Add(NewEvent item) => _events.Writer.TryWrite(item);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_events.Reader.Count > 0 && await TryWriteBatchAsync(TakeBatch(), cancellationToken))
        {
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pending = new List<NewEvent>();
        try
        {
            while (await _events.Reader.WaitToReadAsync(stoppingToken))
            {
                pending = TakeBatch();
                while (!await TryWriteBatchAsync(pending, stoppingToken))
                {
                    await Task.Delay(Interval, time, stoppingToken);
                }

                pending = [];
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            if (pending.Count > 0)
            {
                await TryWriteBatchAsync(pending, CancellationToken.None);
            }
        }
    }

    private List<NewEvent> TakeBatch()
    {
        var batch = new List<NewEvent>();
        while (batch.Count < BatchSize && _events.Reader.TryRead(out var item))
        {
            batch.Add(item);
        }

        return batch;
    }

    private async Task<bool> TryWriteBatchAsync(List<NewEvent> batch, CancellationToken cancellationToken)
    {
        try
        {
            await EventTable.CopyAsync(database, batch, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
        {
            LogDelayed(batch.Count, exception.Message);
            return false;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Count} install and preview events wait for the database ({Reason})")]
    private partial void LogDelayed(int count, string reason);
}
