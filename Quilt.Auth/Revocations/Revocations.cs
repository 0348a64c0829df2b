using Npgsql;
using Quilt.Auth.Database;
using Quilt.Auth.Tokens;

namespace Quilt.Auth.Revocations;

/// <summary>
/// The one way in which tokens, sessions and accounts are ended. Each act is one transaction: what is ended is marked in
/// its own table, an entry goes to the feed, and the other replicas are told. The act answers once the verifiers that
/// follow the feed have it, so that the token is refused from then on.
/// </summary>
internal sealed class Revocations(NpgsqlDataSource database, Subscribers subscribers, TimeProvider time)
{
    public const string Channel = "quilt_revocations";

    /// <summary>A verifier that has not caught up by then has lost its connection, and starts afresh when it returns.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Ends one access token. Answers false when it had been ended before.</summary>
    public async Task<bool> RevokeTokenAsync(Guid tokenId, CancellationToken cancellationToken) =>
        await RunAsync(RevocationKind.Token, tokenId, cancellationToken,
            new NpgsqlBatchCommand("UPDATE open_id_tokens SET status = 'revoked' WHERE id = $1 AND status <> 'revoked' RETURNING id") { Parameters = { new() { Value = tokenId } } });

    /// <summary>Ends an authorization: its refresh tokens, and every access token that came from it.</summary>
    public async Task<bool> RevokeSessionAsync(Guid authorizationId, CancellationToken cancellationToken) =>
        await RunAsync(RevocationKind.Session, authorizationId, cancellationToken,
            new NpgsqlBatchCommand("UPDATE open_id_authorizations SET status = 'revoked' WHERE id = $1 AND status <> 'revoked' RETURNING id") { Parameters = { new() { Value = authorizationId } } },
            new NpgsqlBatchCommand("UPDATE open_id_tokens SET status = 'revoked' WHERE authorization_id = $1 AND status <> 'revoked'") { Parameters = { new() { Value = authorizationId } } });

    /// <summary>Sets a new password and ends everything that the account has open, except the browser session in which it was changed.</summary>
    public Task<bool> ChangePasswordAsync(Guid userId, string newHash, Guid? keptBrowserSession, CancellationToken cancellationToken) =>
        RaiseGenerationAsync(userId, setActive: null, newHash, keptBrowserSession, cancellationToken);

    /// <summary>Disables or enables an account. Either ends all it had open; a disabled one can open nothing new.</summary>
    public Task<bool> SetActiveAsync(Guid userId, bool active, CancellationToken cancellationToken) =>
        RaiseGenerationAsync(userId, active, newHash: null, keptBrowserSession: null, cancellationToken);

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM revocations WHERE expires_at <= $1");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private Task<bool> RaiseGenerationAsync(Guid userId, bool? setActive, string? newHash, Guid? keptBrowserSession, CancellationToken cancellationToken) =>
        RunAsync(RevocationKind.User, userId, cancellationToken,
            new NpgsqlBatchCommand(
                """
                UPDATE users SET generation = generation + 1, is_active = coalesce($2, is_active),
                    password_hash = coalesce($3, password_hash), has_default_password = has_default_password AND $3 IS NULL
                WHERE id = $1 RETURNING id
                """)
            {
                Parameters =
                {
                    new() { Value = userId },
                    new() { Value = (object?)setActive ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean },
                    new() { Value = (object?)newHash ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                },
            },
            new NpgsqlBatchCommand("UPDATE open_id_tokens SET status = 'revoked' WHERE subject = $1 AND status <> 'revoked'") { Parameters = { new() { Value = userId.ToString() } } },
            new NpgsqlBatchCommand("UPDATE open_id_authorizations SET status = 'revoked' WHERE subject = $1 AND status <> 'revoked'") { Parameters = { new() { Value = userId.ToString() } } },
            new NpgsqlBatchCommand("DELETE FROM browser_sessions WHERE user_id = $1 AND id <> $2") { Parameters = { new() { Value = userId }, new() { Value = keptBrowserSession ?? Guid.Empty } } });

    /// <summary>The first of <paramref name="acts"/> answers a row if there was anything to end; else nothing is told.</summary>
    private async Task<bool> RunAsync(RevocationKind kind, Guid id, CancellationToken cancellationToken, params NpgsqlBatchCommand[] acts)
    {
        long seq;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var told = false;
            await using (var batch = new NpgsqlBatch(connection, transaction))
            {
                batch.BatchCommands.Add(new("SELECT pg_advisory_xact_lock($1)") { Parameters = { new() { Value = AdvisoryLocks.Revocations } } });
                foreach (var act in acts)
                {
                    batch.BatchCommands.Add(act);
                }

                await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
                await reader.NextResultAsync(cancellationToken);
                told = await reader.ReadAsync(cancellationToken);
            }

            if (!told)
            {
                return false;
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
