using Npgsql;
using NpgsqlTypes;

namespace Quilt.Api.Events;

/// <summary>Writes events to the database.</summary>
internal static class EventTable
{
    private const string InsertSql = """
        INSERT INTO events (created_at, type, user_name, package_owner, package_name, package_hash, extra)
        VALUES (@created_at, @type, @user_name, @package_owner, @package_name, @package_hash, @extra)
        """;

    /// <summary>Adds the event as part of <paramref name="transaction"/>: it is recorded if and only if what it records happens.</summary>
    public static async Task InsertAsync(NpgsqlTransaction transaction, NewEvent item, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(InsertSql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("created_at", item.CreatedAt);
        command.Parameters.AddWithValue("type", (short)item.Type);
        command.Parameters.AddWithValue("user_name", item.UserName);
        command.Parameters.AddWithValue("package_owner", item.Owner);
        command.Parameters.AddWithValue("package_name", item.Package);
        command.Parameters.Add(new NpgsqlParameter("package_hash", NpgsqlDbType.Bytea) { Value = (object?)item.Hash ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter("extra", NpgsqlDbType.Jsonb) { Value = (object?)item.Extra ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds many events by COPY.</summary>
    public static async Task CopyAsync(NpgsqlDataSource database, IReadOnlyCollection<NewEvent> items, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY events (created_at, type, user_name, package_owner, package_name, package_hash, extra) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var item in items)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(item.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync((short)item.Type, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(item.UserName, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(item.Owner, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(item.Package, NpgsqlDbType.Text, cancellationToken);
            await WriteOptionalAsync(copy, item.Hash, NpgsqlDbType.Bytea, cancellationToken);
            await WriteOptionalAsync(copy, item.Extra, NpgsqlDbType.Jsonb, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static Task WriteOptionalAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : class =>
        value is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(value, type, cancellationToken);
}
