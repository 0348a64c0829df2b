using Npgsql;

namespace Quilt.Auth.Revocations;

/// <summary>What verifiers read: the revocations after the last one they know.</summary>
internal sealed class RevocationFeed(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>How often to look while the announcing connection is down.</summary>
    private static readonly TimeSpan Blind = TimeSpan.FromMilliseconds(500);

    private const int Page = 10_000;

    private readonly Pulse _news = new();

    /// <summary>Whether the database announces revocations to this replica at the moment.</summary>
    public bool IsAnnounced { get; set; }

    public void Wake() => _news.Beat();

    /// <summary>The revocations after <paramref name="after"/>; waits up to <paramref name="wait"/> for the first.</summary>
    public async Task<RevocationPage> ReadAsync(long after, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var news = _news.Next;
            var page = await ReadNowAsync(after, cancellationToken);
            var left = wait - time.GetElapsedTime(started);
            if (page.Revocations.Count > 0 || left <= TimeSpan.Zero)
            {
                return page;
            }

            try
            {
                await news.WaitAsync(IsAnnounced || left < Blind ? left : Blind, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Then the next look is due.
            }
        }
    }

    private async Task<RevocationPage> ReadNowAsync(long after, CancellationToken cancellationToken)
    {
        // A range of the primary key. A verifier that knows more than there is has outlived a database: it starts afresh.
        await using var command = database.CreateCommand(
            """
            SELECT seq, kind, id, generation, disabled FROM revocations
            WHERE seq > CASE WHEN $1 > (SELECT last_value FROM revocations_seq_seq) THEN 0 ELSE $1 END AND expires_at > $2
            ORDER BY seq LIMIT $3
            """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        command.Parameters.Add(new() { Value = Page });

        var revocations = new List<Revocation>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            revocations.Add(new Revocation
            {
                Seq = reader.GetInt64(0),
                Kind = (RevocationKind)reader.GetInt32(1),
                Id = reader.GetGuid(2),
                Generation = await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetInt32(3),
                Disabled = reader.GetBoolean(4),
            });
        }

        return new RevocationPage(revocations.Count > 0 ? revocations[^1].Seq : after, revocations);
    }
}

/// <param name="Last">What to ask after next.</param>
/// <param name="Revocations">In the order of their numbers.</param>
internal sealed record RevocationPage(long Last, IReadOnlyList<Revocation> Revocations);
