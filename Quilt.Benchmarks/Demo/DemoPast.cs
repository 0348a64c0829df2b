using Npgsql;

namespace Quilt.Benchmarks.Demo;

/// <summary>
/// Gives the demo a past. The registry itself takes no events of yesterday, and should not: so this writes to its database,
/// events and their counts alike.
/// </summary>
internal static class DemoPast
{
    private const int Days = 360;
    private const string Sources = "unnest(@owners, @names, @hashes, @at) AS p (owner, name, hash, at)";

    /// <summary>Moves the pushes back in time, and with them the tags, versions and comments that followed.</summary>
    private const string PushesSql = $"""
        UPDATE revisions r SET created_at = p.at, updated_at = p.at
          FROM {Sources} JOIN packages k ON (k.owner, k.name) = (p.owner, p.name)
         WHERE r.package_id = k.id AND r.hash = p.hash;
        UPDATE log l SET created_at = r.created_at
          FROM {Sources} JOIN packages k ON (k.owner, k.name) = (p.owner, p.name) JOIN revisions r ON r.package_id = k.id AND r.hash = p.hash
         WHERE l.revision_id = r.id;
        UPDATE events e SET created_at = p.at + CASE e.type WHEN 1 THEN interval '0' ELSE interval '4 minutes' END
          FROM {Sources}
         WHERE e.type IN (1, 15, 17) AND (e.package_owner, e.package_name, e.package_hash) = (p.owner, p.name, p.hash);
        UPDATE packages k SET created_at = p.first, updated_at = p.last
          FROM (SELECT owner, name, min(at) AS first, max(at) AS last FROM {Sources} GROUP BY 1, 2) p
         WHERE (k.owner, k.name) = (p.owner, p.name);
        UPDATE comments c SET created_at = p.last + n.nth * interval '7 hours'
          FROM (SELECT owner, name, max(at) AS last FROM {Sources} GROUP BY 1, 2) p JOIN packages k ON (k.owner, k.name) = (p.owner, p.name),
               LATERAL (SELECT id, row_number() OVER (ORDER BY created_at, id) AS nth FROM comments WHERE package_id = k.id) n
         WHERE c.id = n.id;
        UPDATE package_event_counts c SET latest = p.last
          FROM (SELECT owner, name, max(at) AS last FROM {Sources} GROUP BY 1, 2) p
         WHERE c.type = 1 AND (c.package_owner, c.package_name) = (p.owner, p.name);
        """;

    private const string EventsSql = """
        INSERT INTO events (created_at, type, user_name, package_owner, package_name)
        SELECT at, type, '', owner, name FROM unnest(@owners, @names, @types, @at) AS e (owner, name, type, at)
        """;

    /// <summary>Counts follow from the events, all of them, so that running this twice counts nothing twice.</summary>
    private const string CountsSql = """
        INSERT INTO package_event_counts (package_owner, package_name, type, user_name, count, latest)
        SELECT package_owner, package_name, type, '', count(*), max(created_at) FROM events
         WHERE type IN (2, 3) AND (package_owner, package_name) IN (SELECT * FROM unnest(@owners, @names)) GROUP BY 1, 2, 3
        ON CONFLICT (package_owner, package_name, type, user_name) DO UPDATE SET count = EXCLUDED.count, latest = EXCLUDED.latest;
        INSERT INTO user_event_counts (user_name, type, count)
        SELECT user_name, type, count(*) FROM events WHERE type IN (2, 3) GROUP BY 1, 2
        ON CONFLICT (user_name, type) DO UPDATE SET count = EXCLUDED.count;
        """;

    /// <summary>What the registry tells its replicas when it changes a package, so that none goes on with what it remembers.</summary>
    private const string NoticeSql = "SELECT pg_notify('quilt_package_changed', owner || '/' || name) FROM unnest(@owners, @names) AS p (owner, name)";

    /// <summary>Writes the past of what was pushed, unless it has one.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or is not a registry's.</exception>
    public static async Task WriteAsync(string database, IReadOnlyList<DemoPush> pushes, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var packages = pushes.GroupBy(push => push.Package).ToList();
        if (await HasPastAsync(connection, packages[0].Key, cancellation))
        {
            return;
        }

        await RunAsync(connection, PushesSql, cancellation, ("owners", pushes.Select(push => push.Package.Owner).ToArray()), ("names", pushes.Select(push => push.Package.Name).ToArray()),
            ("hashes", pushes.Select(push => Convert.FromHexString(push.Hash)).ToArray()), ("at", pushes.Select(TimeOf).ToArray()));

        var visits = packages.SelectMany(package => VisitsOf(package.Key)).ToList();
        await RunAsync(connection, EventsSql, cancellation, ("owners", visits.Select(visit => visit.Package.Owner).ToArray()), ("names", visits.Select(visit => visit.Package.Name).ToArray()),
            ("types", visits.Select(visit => visit.Type).ToArray()), ("at", visits.Select(visit => visit.At).ToArray()));
        foreach (var sql in (string[])[CountsSql, NoticeSql])
        {
            await RunAsync(connection, sql, cancellation, ("owners", packages.Select(package => package.Key.Owner).ToArray()), ("names", packages.Select(package => package.Key.Name).ToArray()));
        }

        await transaction.CommitAsync(cancellation);
        Console.WriteLine($"{visits.Count:N0} installs and views over the last year");
    }

    private static async Task<bool> HasPastAsync(NpgsqlConnection connection, DemoPackage package, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM events WHERE package_owner = @owner AND package_name = @name AND type = 2 AND created_at < now() - interval '30 days')", connection);
        command.Parameters.AddWithValue("owner", package.Owner);
        command.Parameters.AddWithValue("name", package.Name);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params (string Name, Array Values)[] lists)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, values) in lists)
        {
            command.Parameters.AddWithValue(name, values);
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static DateTime TimeOf(DemoPush push)
    {
        var age = Days * (push.Package.Revisions - push.Revision + 0.3) / push.Package.Revisions / (1 + (push.Package.Popularity / 20.0));
        return DateTime.UtcNow.AddDays(-age);
    }

    private static IEnumerable<(DemoPackage Package, short Type, DateTime At)> VisitsOf(DemoPackage package)
    {
        const short install = 2, preview = 3;
        var random = new Random(package.Name.Length);
        for (var day = Days; day > 0; day--)
        {
            // It grows over the year, rests at weekends, and has its ups and downs.
            var date = DateTime.UtcNow.Date.AddDays(-day);
            var mood = package.Popularity / 5.0 * (1.3 - (day / (double)Days)) * (0.5 + random.NextDouble()) * (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.3 : 1);
            for (var i = 0; i < Math.Round(mood * 3); i++)
            {
                yield return (package, i % 3 == 0 ? install : preview, date.AddSeconds(random.Next(86_400)));
            }
        }
    }
}
