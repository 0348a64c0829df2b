using Npgsql;
using NpgsqlTypes;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using Quilt.Auth.Revocations;

namespace Quilt.Auth.Handovers;

/// <summary>
/// Where admins ask for handovers, and the registry fetches them and reports. This service knows no registry: it writes
/// down what is wanted, and does its own part (shutting the account, deleting it) when it is told that the time has come.
/// </summary>
internal sealed class HandoverDesk(NpgsqlDataSource database, AccountChanges changes, SecurityEvents events, TimeProvider time)
{
    /// <summary>Another replica's handovers are not announced to this one, which looks that often.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Several times as long as between two reports.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly string Open = $"state IN ({HandoverState.Asked:D}, {HandoverState.Moving:D})";

    private readonly Pulse _news = new();

    /// <summary>Asks for a handover; false where one is under way.</summary>
    public async Task<bool> AskAsync(Account member, string to, string admin, Origin origin, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(
            $"""
            INSERT INTO handovers AS h (user_id, id, to_name, asked_by, address, agent, asked_at, state, packages, objects, expected)
            VALUES ($1, $2, $3, $4, $5, $6, $7, {HandoverState.Asked:D}, 0, 0, 0)
            ON CONFLICT (user_id) DO UPDATE SET id = excluded.id, to_name = excluded.to_name, asked_by = excluded.asked_by, address = excluded.address,
                agent = excluded.agent, asked_at = excluded.asked_at, state = excluded.state, held_until = NULL, packages = 0, objects = 0, expected = 0, message = NULL
            WHERE NOT h.{Open}
            """,
            connection,
            transaction))
        {
            foreach (var value in (object[])[member.Id, Guid.NewGuid(), to, admin, origin.Address, origin.Agent, time.GetUtcNow()])
            {
                command.Parameters.Add(new() { Value = value });
            }

            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                return false;
            }
        }

        await RecordAsync(transaction, member.Id, SecurityEventTypes.HandoverAsked, admin, to, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _news.Beat();
        return true;
    }

    /// <summary>Stops a handover. What is moved stays moved, and the account stays as it is.</summary>
    public async Task StopAsync(Account member, string admin, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"UPDATE handovers SET state = {HandoverState.Stopped:D}, message = NULL WHERE user_id = $1 AND {Open} RETURNING to_name", connection, transaction);
        command.Parameters.Add(new() { Value = member.Id });
        if (await command.ExecuteScalarAsync(cancellationToken) is string to)
        {
            await RecordAsync(transaction, member.Id, SecurityEventTypes.HandoverStopped, admin, to, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>The next handover that nobody works on, for the one who asks; waits up to <paramref name="wait"/> for it.</summary>
    public async Task<HandoverOrder?> TakeAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var news = _news.Next;
            if (await TakeNowAsync(cancellationToken) is { } order)
            {
                return order;
            }

            var left = wait - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            try
            {
                await news.WaitAsync(left < Interval ? left : Interval, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Then the next look is due.
            }
        }
    }

    /// <summary>Takes a report; false where the handover is not to go on.</summary>
    public async Task<bool> ReportAsync(Guid id, HandoverReport report, CancellationToken cancellationToken)
    {
        if (await FindOpenAsync(id, cancellationToken) is not { } handover)
        {
            return false;
        }

        switch (report.State)
        {
            case HandoverState.Moving when handover.State == HandoverState.Asked:
                // The registry has found nothing in the way. From now on nobody may push under the name.
                return await changes.SetActiveAsync(handover.UserId, active: false, handover.AskedBy, cancellationToken, Write(id, report))
                    || await RefuseLastAdminAsync(id, cancellationToken);
            case HandoverState.Done:
                var act = new SecurityAct(SecurityEventTypes.UserDeleted, ("by", handover.AskedBy), ("packages_to", handover.ToName));
                return await changes.DeleteAsync(handover.UserId, act, cancellationToken, Write(id, report))
                    || await RefuseLastAdminAsync(id, cancellationToken);
            default:
                return await WriteAsync(id, report, cancellationToken);
        }
    }

    private async Task<bool> RefuseLastAdminAsync(Guid id, CancellationToken cancellationToken)
    {
        await WriteAsync(id, new(HandoverState.Refused, 0, 0, 0, "This is the last admin. Make somebody else one first."), cancellationToken);
        return false;
    }

    private async Task<bool> WriteAsync(Guid id, HandoverReport report, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Write(id, report));
        return await batch.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>
    /// Each attempt counts anew, and what was moved before is not there to be moved again: the larger number is closer. What
    /// it waits for is shown until there is something else to say. What an admin stopped stays so; the deletion of the account,
    /// which the last report is part of, has just stopped it.
    /// </summary>
    private NpgsqlBatchCommand Write(Guid id, HandoverReport report) =>
        new(
            $"""
            UPDATE handovers SET state = $2, packages = greatest(packages, $3), objects = $4, expected = $5, message = $6, held_until = $7
            WHERE id = $1 AND ({Open} OR (state = {HandoverState.Stopped:D} AND $2 = {HandoverState.Done:D}))
            """)
        {
            Parameters =
            {
                new() { Value = id },
                new() { Value = (int)report.State },
                new() { Value = report.Packages },
                new() { Value = report.Objects },
                new() { Value = report.Expected },
                new() { Value = (object?)report.Message ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = time.GetUtcNow() + Lease },
            },
        };

    private async Task<HandoverOrder?> TakeNowAsync(CancellationToken cancellationToken)
    {
        // Few rows, ever. Two replicas that ask at once get different ones.
        await using var command = database.CreateCommand(
            $"""
            UPDATE handovers h SET held_until = $2 FROM users u
            WHERE u.id = h.user_id AND h.user_id = (
                SELECT user_id FROM handovers WHERE {Open} AND (held_until IS NULL OR held_until <= $1) ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING h.id, u.user_name, h.to_name, h.asked_by, h.address, h.agent
            """);
        var now = time.GetUtcNow();
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = now + Lease });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5))
            : null;
    }

    private async Task<(Guid UserId, HandoverState State, string AskedBy, string ToName)?> FindOpenAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT user_id, state, asked_by, to_name FROM handovers WHERE id = $1 AND {Open}");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetGuid(0), (HandoverState)reader.GetInt32(1), reader.GetString(2), reader.GetString(3))
            : null;
    }

    private async Task RecordAsync(NpgsqlTransaction transaction, Guid userId, string type, string admin, string to, CancellationToken cancellationToken)
    {
        await using var record = new NpgsqlBatch(transaction.Connection, transaction);
        record.BatchCommands.Add(events.Command(userId, new SecurityAct(type, ("by", admin), ("packages_to", to))));
        await record.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>What the registry is told to do.</summary>
internal sealed record HandoverOrder(Guid Id, string Owner, string To, string By, string Address, string Agent);

/// <summary>What the registry tells.</summary>
internal sealed record HandoverReport(HandoverState State, int Packages, int Objects, int Expected, string? Message);
