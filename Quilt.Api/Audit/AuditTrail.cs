using System.Text.Json.Nodes;
using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Accounts;
using Quilt.Api.Http;
using Quilt.Api.Model;

namespace Quilt.Api.Audit;

/// <summary>Reads recorded events: ours, and for security those of the sign-in service.</summary>
internal sealed class AuditTrail(NpgsqlDataSource database, IAccountDirectory accounts)
{
    /// <summary>Events of one answer. The newest are kept.</summary>
    public const int MaxEvents = 10_000;

    /// <summary>As many of the sign-in service's.</summary>
    private const int MaxAccountEvents = 1_000;

    private static readonly short[] PackageTypes = [(short)EventType.Push, (short)EventType.Install, (short)EventType.Preview, (short)EventType.Delete];
    private static readonly short[] AllTypes = [.. Enum.GetValues<EventType>().Select(type => (short)type)];

    /// <summary>
    /// For each type the end of one range of an index that ends with (type, time), read backwards, at most a limit of
    /// rows; those merged by time. However many events there are, no more rows than types times the limit are touched:
    /// an index scan backward under a limit, in a nested loop over the types.
    /// </summary>
    private const string Sql = """
        SELECT e.created_at, e.user_name, e.type, e.package_owner, e.package_name, encode(e.package_hash, 'hex'), ({0})::text
        FROM (
            SELECT e.* FROM unnest(@types) t(type) CROSS JOIN LATERAL (
                SELECT * FROM events e WHERE {1} AND e.type = t.type ORDER BY e.created_at DESC LIMIT @limit) e
            ORDER BY e.created_at DESC, e.id DESC LIMIT @limit) e
        ORDER BY e.created_at, e.id
        """;

    /// <summary>
    /// Owner, name and type of events depend on each other, which the planner does not know: it expects few rows where
    /// there are many, and would fetch and sort them all.
    /// </summary>
    private const string PlanSql = "SELECT set_config('enable_bitmapscan', 'off', true)";

    private const string PlainExtra = "e.extra";
    private const string FullExtra = "COALESCE(e.extra, '{}'::jsonb) || jsonb_build_object('address', host(e.address), 'agent', e.agent)";

    /// <summary>What happened to a package, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEvent>> OfPackageAsync(string owner, string name, bool security, CancellationToken cancellationToken)
    {
        var command = Command("e.package_owner = @owner AND e.package_name = @name", security);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("name", name);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>What a user did, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEvent>> OfUserAsync(string user, bool security, CancellationToken cancellationToken)
    {
        var command = Command("e.user_name = @user", security);
        command.Parameters.AddWithValue("user", user);
        var own = await ReadAsync(command, cancellationToken);
        if (!security)
        {
            return own;
        }

        var account = await accounts.EventsAsync(user, MaxAccountEvents, cancellationToken);
        return [.. own.Concat(account.Select(Translate)).OrderBy(item => item.Created)];
    }

    private static NpgsqlBatchCommand Command(string condition, bool security)
    {
        var command = new NpgsqlBatchCommand(
            Sql.Replace("{0}", security ? FullExtra : PlainExtra, StringComparison.Ordinal).Replace("{1}", condition, StringComparison.Ordinal));
        command.Parameters.AddWithValue("types", security ? AllTypes : PackageTypes);
        command.Parameters.AddWithValue("limit", MaxEvents);
        return command;
    }

    private async Task<List<AuditEvent>> ReadAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { new NpgsqlBatchCommand(PlanSql), command } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var events = new List<AuditEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new(
                UnixTime.Of(reader.GetDateTime(0)),
                reader.GetString(1),
                AuditEvent.NameOf((EventType)reader.GetInt16(2)),
                reader.GetString(3),
                reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.IsDBNull(6) ? null : new RawJson(reader.GetString(6))));
        }

        return events;
    }

    private static AuditEvent Translate(AccountEvent item)
    {
        var extra = new JsonObject();
        foreach (var (name, value) in item.Details)
        {
            extra[name] = value;
        }

        // As with ours: an act of the service itself came from nowhere.
        extra["address"] = item.Address.Length == 0 ? null : item.Address;
        extra["agent"] = item.Agent.Length == 0 ? null : item.Agent;
        return new(item.Created, item.User, item.Type, string.Empty, string.Empty, null, new RawJson(extra.ToJsonString()));
    }
}
