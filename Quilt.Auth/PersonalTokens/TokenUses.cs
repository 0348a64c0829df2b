using System.Collections.Concurrent;
using Npgsql;

namespace Quilt.Auth.PersonalTokens;

/// <summary>
/// Remembers when tokens were used, to the minute, and writes that down in batches: a request costs no write. What this
/// service sees and what the registry reports meet here.
/// </summary>
internal sealed partial class TokenUses(NpgsqlDataSource database, TimeProvider time, ILogger<TokenUses> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private ConcurrentDictionary<Guid, DateTimeOffset> _uses = new();

    public void Note(Guid token) => Note(token, time.GetUtcNow());

    public void Note(Guid token, DateTimeOffset at)
    {
        var minute = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        _uses.AddOrUpdate(token, minute, (_, known) => known > minute ? known : minute);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await WriteAsync(stoppingToken);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_uses.IsEmpty)
        {
            return;
        }

        var uses = Interlocked.Exchange(ref _uses, new()).ToArray();
        try
        {
            // By primary key. A row whose minute is known already is not written again.
            await using var command = database.CreateCommand(
                """
                UPDATE personal_tokens t SET last_used_at = u.at FROM unnest($1, $2) AS u (id, at)
                WHERE t.id = u.id AND (t.last_used_at IS NULL OR t.last_used_at < u.at)
                """);
            command.Parameters.Add(new() { Value = uses.Select(use => use.Key).ToArray() });
            command.Parameters.Add(new() { Value = uses.Select(use => use.Value).ToArray() });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            // The next use says so again; a time of use is not worth more.
            LogLost(uses.Length, exception.Message);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "When {Count} tokens were used could not be written down: {Reason}")]
    private partial void LogLost(int count, string reason);
}
