using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Policy;

namespace Quilt.Api.Search;

/// <summary>Finds packages by how their name begins, while somebody types it.</summary>
internal sealed class PackageNames(NpgsqlDataSource database, RegistryPolicy policy)
{
    /// <summary>As many as fit below a search box.</summary>
    private const int Shown = 8;

    /// <summary>Sorts after every character.</summary>
    private const string Last = "\U0010FFFF";

    private const string Prefix = "lower(p.name) COLLATE \"C\" >= @name AND lower(p.name) COLLATE \"C\" <= @name_end";

    /// <summary>
    /// Heads of three index ranges: names of shared packages (partial index on the lower-case name), owners with their
    /// packages (index by owner and name), and the caller's own few (access by user). Visibility filters what they find.
    /// </summary>
    private const string NameSql =
        "SELECT owner, name FROM (" +
        "(SELECT p.owner, p.name FROM packages p WHERE (p.is_public OR p.is_team) AND " + Prefix + " AND " + Visibility.Sql + " ORDER BY lower(p.name) COLLATE \"C\" LIMIT @shown) UNION " +
        "(SELECT p.owner, p.name FROM packages p WHERE p.owner COLLATE \"C\" >= @name AND p.owner COLLATE \"C\" <= @name_end AND " + Visibility.Sql +
        " ORDER BY p.owner COLLATE \"C\", lower(p.name) COLLATE \"C\" LIMIT @shown) UNION " +
        "(SELECT p.owner, p.name FROM access a JOIN packages p ON p.id = a.package_id WHERE a.user_name = @viewer AND " + Prefix + " AND " + Visibility.Sql +
        " ORDER BY lower(p.name) COLLATE \"C\" LIMIT @shown)) found " +
        "ORDER BY NOT starts_with(lower(name), @name), length(name), lower(name) COLLATE \"C\", owner COLLATE \"C\" LIMIT @shown";

    /// <summary>The head of a range of the index by owner and name.</summary>
    private const string OwnerSql =
        "SELECT p.owner, p.name FROM packages p WHERE p.owner COLLATE \"C\" = @owner AND " + Prefix + " AND " + Visibility.Sql +
        " ORDER BY lower(p.name) COLLATE \"C\" LIMIT @shown";

    /// <summary>Packages that <paramref name="caller"/> may see and that begin with <paramref name="beginning"/>, letter case aside.</summary>
    public async Task<IReadOnlyList<SuggestedPackage>> FindAsync(Caller caller, string beginning, CancellationToken cancellationToken)
    {
        var lower = beginning.ToLowerInvariant();
        var slash = lower.IndexOf('/', StringComparison.Ordinal);
        var name = lower[(slash + 1)..];
        await using var command = database.CreateCommand(slash < 0 ? NameSql : OwnerSql);
        command.Parameters.AddViewer(caller, policy);
        command.Parameters.AddWithValue("name", name);
        command.Parameters.AddWithValue("name_end", name + Last);
        command.Parameters.AddWithValue("shown", Shown);
        if (slash >= 0)
        {
            command.Parameters.AddWithValue("owner", lower[..slash]);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<SuggestedPackage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new SuggestedPackage(reader.GetString(0), reader.GetString(1)));
        }

        return found;
    }
}
