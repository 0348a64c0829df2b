using Npgsql;
using NpgsqlTypes;

namespace Quilt.Api.Events;

/// <summary>Writes events to the database, and keeps their counts in step.</summary>
internal static class EventTable
{
    private const string InsertSql = """
        INSERT INTO events (created_at, type, user_name, package_owner, package_name, package_hash, extra, address, agent)
        VALUES (@created_at, @type, @user_name, @package_owner, @package_name, @package_hash, @extra, @address, @agent)
        """;

    /// <summary>
    /// Adds the event to a batch of statements in the transaction of what it records: the one is there if and only if
    /// the other is, and it costs no round trip of its own.
    /// </summary>
    public static void AddEvent(this NpgsqlBatch batch, NewEvent item)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = InsertSql;
        command.Parameters.AddWithValue("created_at", item.CreatedAt);
        command.Parameters.AddWithValue("type", (short)item.Type);
        command.Parameters.AddWithValue("user_name", item.By.Caller.UserName);
        command.Parameters.AddWithValue("package_owner", item.Owner);
        command.Parameters.AddWithValue("package_name", item.Package);
        command.Parameters.Add(new NpgsqlParameter("package_hash", NpgsqlDbType.Bytea) { Value = (object?)item.Hash ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter("extra", NpgsqlDbType.Jsonb) { Value = (object?)item.Extra ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter("address", NpgsqlDbType.Inet) { Value = (object?)item.By.Address ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter("agent", NpgsqlDbType.Text) { Value = (object?)item.By.Agent ?? DBNull.Value });
        batch.BatchCommands.Add(command);
        EventCounts.AddTo(batch, [item]);
    }

    /// <summary>Records one event in a transaction of its own.</summary>
    public static async Task InsertAsync(NpgsqlDataSource database, NewEvent item, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.AddEvent(item);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds many events by COPY, with their counts in the same transaction.</summary>
    public static async Task CopyAsync(NpgsqlDataSource database, IReadOnlyCollection<NewEvent> items, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(
            "COPY events (created_at, type, user_name, package_owner, package_name, package_hash, extra, address, agent) FROM STDIN (FORMAT BINARY)",
            cancellationToken))
        {
            foreach (var item in items)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(item.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
                await copy.WriteAsync((short)item.Type, NpgsqlDbType.Smallint, cancellationToken);
                await copy.WriteAsync(item.By.Caller.UserName, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(item.Owner, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(item.Package, NpgsqlDbType.Text, cancellationToken);
                await WriteOptionalAsync(copy, item.Hash, NpgsqlDbType.Bytea, cancellationToken);
                await WriteOptionalAsync(copy, item.Extra, NpgsqlDbType.Jsonb, cancellationToken);
                await WriteOptionalAsync(copy, item.By.Address, NpgsqlDbType.Inet, cancellationToken);
                await WriteOptionalAsync(copy, item.By.Agent, NpgsqlDbType.Text, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using (var counts = new NpgsqlBatch(connection, transaction))
        {
            EventCounts.AddTo(counts, items);
            await counts.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static Task WriteOptionalAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : class =>
        value is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(value, type, cancellationToken);
}
