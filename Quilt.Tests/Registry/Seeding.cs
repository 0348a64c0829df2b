using Quilt.Api.Search;

namespace Quilt.Tests.Registry;

/// <summary>Puts packages into a registry's database as pushes would leave them.</summary>
internal static class Seeding
{
    /// <summary>Adds a package of <paramref name="owner"/> with access for its owner and <paramref name="users"/> (<c>public</c> and <c>team</c> among them).</summary>
    public static async Task AddPackageAsync(this TestRegistry registry, string owner, string name, params string[] users)
    {
        await using var command = registry.Database.CreateCommand("""
            WITH p AS (INSERT INTO packages (owner, name, is_public, is_team, created_at, updated_at)
                       VALUES (@owner, @name, 'public' = ANY(@users), 'team' = ANY(@users), now(), now()) RETURNING id)
            INSERT INTO access (package_id, user_name, granted_at)
            SELECT p.id, u, now() FROM p, unnest(array_append(@users, @owner)) u WHERE u NOT IN ('public', 'team')
            """);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("name", name);
        command.Parameters.AddWithValue("users", users);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Adds a revision with a log entry, makes it the shown one, and tells its hash.</summary>
    public static async Task<string> AddRevisionAsync(
        this TestRegistry registry, string owner, string name, string seed, string? readme = null, params string[] nodes)
    {
        var hash = TestRegistry.HashOf(seed);
        await using var command = registry.Database.CreateCommand($"""
            WITH p AS (SELECT id FROM packages WHERE owner = @owner AND name = @name),
            r AS (INSERT INTO revisions (package_id, hash, contents, contents_length, object_sizes, object_count, total_size, file_types, preview,
                                         readme_preview, search, created_by, created_at, updated_by, updated_at)
                  SELECT id, @hash, '', 0, '', 0, 0, json_build_object()::text, '[]', @readme, {SearchVector.Sql}, @owner, @created, @owner, @updated FROM p
                  RETURNING id, package_id, search),
            l AS (INSERT INTO log (package_id, revision_id, created_at, author) SELECT package_id, id, @created, @owner FROM r)
            UPDATE packages SET shown_revision_id = r.id, search = r.search, updated_at = now() FROM r WHERE packages.id = r.package_id
            """);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("name", name);
        command.Parameters.AddWithValue("hash", Convert.FromHexString(hash));
        command.Parameters.AddWithValue("readme", (object?)readme ?? DBNull.Value);
        command.Parameters.AddWithValue("created", CreatedAt);
        command.Parameters.AddWithValue("updated", CreatedAt.AddHours(1));
        command.Parameters.AddSearchText(SearchText.Of(owner, name, nodes, readme));
        await command.ExecuteNonQueryAsync();
        return hash;
    }

    /// <summary>When every seeded revision was made.</summary>
    public static readonly DateTime CreatedAt = new(2026, 3, 4, 5, 6, 7, 250, DateTimeKind.Utc);

    /// <summary>Runs a statement, or reads one value.</summary>
    public static async Task<object?> SqlAsync(this TestRegistry registry, string sql)
    {
        await using var command = registry.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
