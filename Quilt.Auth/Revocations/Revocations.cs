using Npgsql;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Tokens;

namespace Quilt.Auth.Revocations;

/// <summary>
/// The one way in which tokens, sessions and accounts are ended. Each act is one transaction: what is ended is marked in
/// its own table, the security event is written, an entry goes to the feed, and the other replicas are told. The act answers once the verifiers that
/// follow the feed have it, so that the token is refused from then on.
/// </summary>
internal sealed class Revocations(NpgsqlDataSource database, SecurityEvents events, Subscribers subscribers, TimeProvider time)
{
    public const string Channel = "quilt_revocations";

    /// <summary>A verifier that has not caught up by then has lost its connection, and starts afresh when it returns.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Ends one access token. Answers false when it had been ended before.</summary>
    public Task<bool> RevokeTokenAsync(Guid tokenId, SecurityAct act, CancellationToken cancellationToken) =>
        RunAsync(RevocationKind.Token, tokenId, [act], cancellationToken,
            new NpgsqlBatchCommand("UPDATE open_id_tokens SET status = 'revoked' WHERE id = $1 AND status <> 'revoked' RETURNING subject") { Parameters = { new() { Value = tokenId } } });

    /// <summary>Ends an authorization: its refresh tokens, and every access token that came from it.</summary>
    public Task<bool> RevokeSessionAsync(Guid authorizationId, SecurityAct act, CancellationToken cancellationToken) =>
        RunAsync(RevocationKind.Session, authorizationId, [act], cancellationToken,
            new("UPDATE open_id_authorizations SET status = 'revoked' WHERE id = $1 AND status <> 'revoked' RETURNING subject") { Parameters = { new() { Value = authorizationId } } },
            new("UPDATE open_id_tokens SET status = 'revoked' WHERE authorization_id = $1 AND status <> 'revoked'") { Parameters = { new() { Value = authorizationId } } });

    /// <summary>Ends one personal token of an account. Answers false when there is none.</summary>
    public Task<bool> RevokePersonalTokenAsync(Guid tokenId, Guid userId, SecurityAct act, CancellationToken cancellationToken) =>
        RunAsync(RevocationKind.Token, tokenId, [act], cancellationToken,
            new NpgsqlBatchCommand("DELETE FROM personal_tokens WHERE id = $1 AND user_id = $2 RETURNING user_id::text") { Parameters = { new() { Value = tokenId }, new() { Value = userId } } });

    /// <summary>Removes a trusted publisher, and with it the tokens that workloads got through it. Answers false when there is none.</summary>
    public Task<bool> RemovePublisherAsync(Guid publisherId, Guid userId, string package, SecurityAct act, CancellationToken cancellationToken) =>
        RunAsync(RevocationKind.Session, publisherId, [act], cancellationToken,
            new NpgsqlBatchCommand("DELETE FROM trusted_publishers WHERE id = $1 AND user_id = $2 AND package = $3 RETURNING user_id::text")
            {
                Parameters = { new() { Value = publisherId }, new() { Value = userId }, new() { Value = package } },
            });

    /// <summary>
    /// Ends everything that an account has open, except one browser session, together with what makes that necessary.
    /// </summary>
    /// <param name="userId">The account.</param>
    /// <param name="change">Raises the account's generation, changes what else is to change, and returns the account's id as text; no row if it may not be.</param>
    /// <param name="acts">What to record, if there was a row.</param>
    /// <param name="keptBrowserSession">The browser session that goes on.</param>
    /// <param name="more">What else belongs to it. Runs also where there was no row, but nothing of it is kept then.</param>
    /// <returns>Whether there was a row.</returns>
    public Task<bool> EndAccountAsync(
        Guid userId, NpgsqlBatchCommand change, SecurityAct[] acts, Guid? keptBrowserSession, CancellationToken cancellationToken, params NpgsqlBatchCommand[] more) =>
        RunAsync(RevocationKind.User, userId, acts, cancellationToken,
        [
            change,
            new("UPDATE open_id_tokens SET status = 'revoked' WHERE subject = $1 AND status <> 'revoked'") { Parameters = { new() { Value = userId.ToString() } } },
            new("UPDATE open_id_authorizations SET status = 'revoked' WHERE subject = $1 AND status <> 'revoked'") { Parameters = { new() { Value = userId.ToString() } } },
            new("DELETE FROM personal_tokens WHERE user_id = $1") { Parameters = { new() { Value = userId } } },
            new("DELETE FROM browser_sessions WHERE user_id = $1 AND id <> $2") { Parameters = { new() { Value = userId }, new() { Value = keptBrowserSession ?? Guid.Empty } } },
            .. more,
        ]);

    /// <summary>Ends several authorizations at once, with all their tokens.</summary>
    /// <param name="which">Answers their ids.</param>
    /// <param name="act">What to record, if anything was done.</param>
    /// <param name="userName">Of whom to record it.</param>
    /// <param name="more">What else belongs to it, done also where there were none.</param>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> RevokeSessionsAsync(
        NpgsqlBatchCommand which, SecurityAct act, string userName, CancellationToken cancellationToken, params NpgsqlBatchCommand[] more)
    {
        long? seq;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using (var batch = new NpgsqlBatch(connection, transaction))
            {
                batch.BatchCommands.Add(new("SELECT pg_advisory_xact_lock($1)") { Parameters = { new() { Value = AdvisoryLocks.Revocations } } });
                var first = which.Parameters.Count + 1;
                var end = new NpgsqlBatchCommand(
                    $"""
                    WITH which AS ({which.CommandText}),
                    ended AS (UPDATE open_id_authorizations SET status = 'revoked' WHERE id IN (SELECT id FROM which) RETURNING id),
                    tokens AS (UPDATE open_id_tokens SET status = 'revoked' WHERE authorization_id IN (SELECT id FROM which) AND status <> 'revoked'),
                    entries AS (INSERT INTO revocations (kind, id, disabled, expires_at) SELECT ${first}, id, false, ${first + 1} FROM ended RETURNING seq)
                    SELECT max(seq), pg_notify(${first + 2}, max(seq)::text) FROM entries
                    """);
                end.Parameters.AddRange(which.Parameters.Select(parameter => parameter.Clone()).ToArray());
                end.Parameters.Add(new() { Value = (int)RevocationKind.Session });
                end.Parameters.Add(new() { Value = time.GetUtcNow() + TokenLifetimes.Access + TimeSpan.FromMinutes(5) });
                end.Parameters.Add(new() { Value = Channel });
                batch.BatchCommands.Add(end);
                foreach (var command in more)
                {
                    batch.BatchCommands.Add(command);
                }

                await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
                await reader.NextResultAsync(cancellationToken);
                await reader.ReadAsync(cancellationToken);
                seq = await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetInt64(0);
            }

            if (seq is not null || more.Length > 0)
            {
                await using var record = new NpgsqlBatch(connection, transaction);
                record.BatchCommands.Add(events.Command(userName, act));
                await record.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        if (seq is { } last)
        {
            await subscribers.WaitForAsync(last, Patience, cancellationToken);
        }

        return seq is not null;
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM revocations WHERE expires_at <= $1");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// The first of <paramref name="commands"/> answers the subject of what it ended, if there was anything to end; else
    /// nothing is told and nothing kept. A service's own token has a subject that is no account, and no event.
    /// </summary>
    private async Task<bool> RunAsync(RevocationKind kind, Guid id, SecurityAct[] acts, CancellationToken cancellationToken, params NpgsqlBatchCommand[] commands)
    {
        long seq;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            string subject;
            await using (var batch = new NpgsqlBatch(connection, transaction))
            {
                batch.BatchCommands.Add(new("SELECT pg_advisory_xact_lock($1)") { Parameters = { new() { Value = AdvisoryLocks.Revocations } } });
                foreach (var command in commands)
                {
                    batch.BatchCommands.Add(command);
                }

                await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
                await reader.NextResultAsync(cancellationToken);
                if (!await reader.ReadAsync(cancellationToken))
                {
                    return false;
                }

                subject = await reader.IsDBNullAsync(0, cancellationToken) ? "" : reader.GetString(0);
            }

            if (Guid.TryParse(subject, out var userId))
            {
                await using var record = new NpgsqlBatch(connection, transaction);
                foreach (var act in acts)
                {
                    record.BatchCommands.Add(events.Command(userId, act));
                }

                await record.ExecuteNonQueryAsync(cancellationToken);
            }

            seq = await AppendAsync(connection, transaction, kind, id, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await subscribers.WaitForAsync(seq, Patience, cancellationToken);
        return true;
    }

    private async Task<long> AppendAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, RevocationKind kind, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH entry AS (
                INSERT INTO revocations (kind, id, generation, disabled, expires_at)
                SELECT $1, $2, u.generation, coalesce(NOT u.is_active, false), $3
                FROM (SELECT 1) one LEFT JOIN users u ON $4 AND u.id = $2
                RETURNING seq)
            SELECT seq, pg_notify($5, seq::text) FROM entry
            """,
            connection,
            transaction);
        command.Parameters.Add(new() { Value = (int)kind });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = time.GetUtcNow() + TokenLifetimes.Access + TimeSpan.FromMinutes(5) });
        command.Parameters.Add(new() { Value = kind == RevocationKind.User });
        command.Parameters.Add(new() { Value = Channel });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
