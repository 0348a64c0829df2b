using Npgsql;

namespace Quilt.Auth.Revocations;

/// <summary>Hears from the database, over one connection of its own, that this or another replica has revoked something.</summary>
internal sealed class RevocationListener(NpgsqlDataSource database, RevocationFeed feed, TimeProvider time, ILogger<RevocationListener> logger) : BackgroundService
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                logger.LogWarning(exception, "Lost the database connection that announces revocations; polling until it is back");
            }

            feed.IsAnnounced = false;
            feed.Wake();
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, _) => feed.Wake();
        await using (var listen = new NpgsqlCommand($"LISTEN {Revocations.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        // Whatever was committed before LISTEN took hold was not announced to us.
        feed.IsAnnounced = true;
        feed.Wake();
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await connection.WaitAsync(Silence, stoppingToken))
            {
                // A connection cut by a firewall stays silent for ever; asking finds out.
                await using var probe = new NpgsqlCommand("SELECT 1", connection);
                await probe.ExecuteScalarAsync(stoppingToken);
            }
        }
    }
}
