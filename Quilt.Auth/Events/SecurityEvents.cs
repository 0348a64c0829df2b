using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Quilt.Auth.Events;

/// <summary>
/// Writes and reads security events. An act and its event are one transaction where the act is one: take the entity or the
/// command from here and put it there.
/// </summary>
internal sealed class SecurityEvents(NpgsqlDataSource database, IHttpContextAccessor contexts, EventOptions options, TimeProvider time)
{
    private const string Columns = "created_at, user_name, type, address, agent, details";

    /// <summary>The event for the change tracker of Entity Framework.</summary>
    public SecurityEvent Entity(string userName, SecurityAct act, Origin? origin = null)
    {
        origin ??= Origin.Of(contexts.HttpContext);
        return new SecurityEvent
        {
            CreatedAt = time.GetUtcNow(),
            UserName = userName,
            Type = act.Type,
            Address = origin.Address,
            Agent = origin.Agent,
            Details = JsonSerializer.Serialize(act.Details.ToDictionary(detail => detail.Name, detail => detail.Value), AuthJson.Default.DictionaryStringString),
        };
    }

    /// <summary>The event for a hand-written batch.</summary>
    public NpgsqlBatchCommand Command(string userName, SecurityAct act, Origin? origin = null) =>
        Command($"INSERT INTO security_events ({Columns}) VALUES ($2, $1, $3, $4, $5, $6)", userName, act, origin);

    /// <summary>The same, of an account by its id; nothing for an id that is no account's.</summary>
    public NpgsqlBatchCommand Command(Guid userId, SecurityAct act, Origin? origin = null) =>
        Command($"INSERT INTO security_events ({Columns}) SELECT $2, user_name, $3, $4, $5, $6 FROM users WHERE id = $1", userId, act, origin);

    /// <summary>Writes the event of something that changed nothing else in the database.</summary>
    public async Task RecordAsync(string userName, SecurityAct act, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command(userName, act));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The newest events, of one account or of all. Reads the end of an index and nothing else.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(string? userName, int limit, CancellationToken cancellationToken)
    {
        // Of one account: (user_name, id DESC), from its newest; of all: the primary key backwards.
        await using var command = database.CreateCommand(userName is null
            ? $"SELECT {Columns} FROM security_events ORDER BY id DESC LIMIT $1"
            : $"SELECT {Columns} FROM security_events WHERE user_name = $2 ORDER BY id DESC LIMIT $1");
        command.Parameters.Add(new() { Value = limit });
        if (userName is not null)
        {
            command.Parameters.Add(new() { Value = userName });
        }

        var events = new List<RecordedEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var created = (reader.GetFieldValue<DateTimeOffset>(0) - DateTimeOffset.UnixEpoch).TotalSeconds;
            var details = JsonSerializer.Deserialize(reader.GetString(5), AuthJson.Default.DictionaryStringString)!;
            events.Add(new RecordedEvent(created, reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), details));
        }

        return events;
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM security_events WHERE created_at <= $1");
        command.Parameters.Add(new() { Value = time.GetUtcNow() - options.Keep });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlBatchCommand Command(string sql, object user, SecurityAct act, Origin? origin)
    {
        var entry = Entity("", act, origin);
        return new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                new() { Value = user },
                new() { Value = entry.CreatedAt },
                new() { Value = entry.Type },
                new() { Value = entry.Address },
                new() { Value = entry.Agent },
                new() { Value = entry.Details, NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
    }
}

/// <param name="Created">When, in Unix seconds.</param>
internal sealed record RecordedEvent(double Created, string User, string Type, string Address, string Agent, Dictionary<string, string> Details);
