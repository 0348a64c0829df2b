using Npgsql;

namespace Quilt.Auth.Limits;

/// <summary>
/// Counts attempts by account and by address, for all replicas, so that too many can be refused for a while. Something
/// unknown counts like something known, so that a refusal tells nobody what exists.
/// </summary>
internal sealed class AttemptCounts(NpgsqlDataSource database, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How long to wait before another try, or null when one is allowed now. One look-up by primary key each.</summary>
    public async Task<TimeSpan?> BlockedForAsync(IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            SELECT max(c.started_at) FROM unnest($2, $3) AS a (key, most) JOIN attempt_counts c ON c.key = a.key
            WHERE c.started_at > $1 AND c.count >= a.most
            """);
        command.Parameters.Add(new() { Value = now - Window });
        command.Parameters.Add(new() { Value = attempts.Select(attempt => attempt.Key).ToArray() });
        command.Parameters.Add(new() { Value = attempts.Select(attempt => attempt.Most).ToArray() });
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime started
            ? started + Window - now.UtcDateTime
            : null;
    }

    public async Task CountAsync(IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            INSERT INTO attempt_counts AS c (key, started_at, count)
            SELECT key, $1, 1 FROM unnest($2) AS key ORDER BY key
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN c.started_at > $3 THEN c.count + 1 ELSE 1 END,
                started_at = CASE WHEN c.started_at > $3 THEN c.started_at ELSE EXCLUDED.started_at END
            """);
        var now = time.GetUtcNow();
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = attempts.Select(attempt => attempt.Key).ToArray() });
        command.Parameters.Add(new() { Value = now - Window });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Counts an attempt if it is allowed, else tells how long to wait.</summary>
    public async Task<TimeSpan?> TakeAsync(IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        if (await BlockedForAsync(attempts, cancellationToken) is { } wait)
        {
            return wait;
        }

        await CountAsync(attempts, cancellationToken);
        return null;
    }

    /// <summary>
    /// Counts an attempt and then tells how long to wait if it was one too many. Of many at once only so many get through,
    /// which the two steps of <see cref="TakeAsync"/> do not promise.
    /// </summary>
    public async Task<TimeSpan?> ReserveAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            INSERT INTO attempt_counts AS c (key, started_at, count) VALUES ($1, $2, 1)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN c.started_at > $3 THEN least(c.count, $4) + 1 ELSE 1 END,
                started_at = CASE WHEN c.started_at > $3 THEN c.started_at ELSE EXCLUDED.started_at END
            RETURNING count, started_at
            """);
        var now = time.GetUtcNow();
        command.Parameters.Add(new() { Value = attempt.Key });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = now - Window });
        command.Parameters.Add(new() { Value = attempt.Most });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0) > attempt.Most ? reader.GetFieldValue<DateTimeOffset>(1) + Window - now : null;
    }

    public async Task ForgetAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM attempt_counts WHERE key = $1");
        command.Parameters.Add(new() { Value = attempt.Key });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM attempt_counts WHERE started_at <= $1");
        command.Parameters.Add(new() { Value = time.GetUtcNow() - Window });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
