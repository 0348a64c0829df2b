using Npgsql;

namespace Quilt.Api.Packages;

/// <summary>Hears which packages other replicas changed. While it cannot hear, states are not kept in memory.</summary>
internal sealed partial class PackageChangeListener(NpgsqlDataSource database, PackageStates states, TimeProvider time, ILogger<PackageChangeListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        states.Suspend();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or System.Net.Sockets.SocketException)
            {
                states.Suspend();
                LogLost(exception.Message);
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, notice) =>
        {
            var slash = notice.Payload.IndexOf('/', StringComparison.Ordinal);
            states.Invalidate(notice.Payload[..slash], notice.Payload[(slash + 1)..]);
        };
        await using (var listen = new NpgsqlCommand("LISTEN " + PackageChanges.Channel, connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        states.Resume();
        while (true)
        {
            await connection.WaitAsync(stoppingToken);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Changes of packages by other replicas are not heard for now ({Reason}); package states are read from the database instead of memory")]
    private partial void LogLost(string reason);
}
