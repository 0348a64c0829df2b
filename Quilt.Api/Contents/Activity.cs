using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Packages;
using Quilt.Api.Policy;

namespace Quilt.Api.Contents;

/// <summary>Reads what happened to packages lately: pushes, versions and tags, comments.</summary>
internal sealed class Activity(NpgsqlDataSource database, RegistryPolicy policy)
{
    /// <summary>Characters of a comment in one entry.</summary>
    private const int CommentLength = 500;

    /// <summary>
    /// For each of the packages the ends of three index ranges (log by package, events by package and type, comments by
    /// package and time), backwards, each as long as the page needs; then the newest of all of them. Names from before the
    /// package's present life are not its own. <c>latest</c> moves with each push, so that it is no news.
    /// </summary>
    private const string ItemsSql = $"""
        SELECT i.kind, i.created_at, i.author, p.owner, p.name, i.hash, i.label, i.id
        FROM p CROSS JOIN LATERAL (
            (SELECT 'push' AS kind, l.created_at, l.author, encode(r.hash, 'hex') AS hash, NULL AS label, NULL::uuid AS id
             FROM log l JOIN revisions r ON r.id = l.revision_id WHERE l.package_id = p.id ORDER BY l.id DESC LIMIT @needed)
            UNION ALL
            (SELECT 'tag', e.created_at, e.user_name, encode(e.package_hash, 'hex'), e.extra->>'tag', NULL
             FROM events e WHERE e.package_owner = p.owner AND e.package_name = p.name AND e.type = {TagSet} AND e.created_at >= p.created_at
               AND e.extra->>'tag' <> 'latest' ORDER BY e.created_at DESC LIMIT @needed)
            UNION ALL
            (SELECT 'version', e.created_at, e.user_name, encode(e.package_hash, 'hex'), e.extra->>'version', NULL
             FROM events e WHERE e.package_owner = p.owner AND e.package_name = p.name AND e.type = {VersionCreated} AND e.created_at >= p.created_at
             ORDER BY e.created_at DESC LIMIT @needed)
            UNION ALL
            (SELECT 'comment', c.created_at, c.author, NULL, left(c.contents, @comment_length), c.id
             FROM comments c WHERE c.package_id = p.id ORDER BY c.created_at DESC, c.id DESC LIMIT @needed)
        ) i ORDER BY i.created_at DESC, i.kind, p.name COLLATE "C", i.id LIMIT @limit OFFSET @offset
        """;

    private const string TagSet = "15";
    private const string VersionCreated = "17";

    private const string PackageSql = "WITH p AS (SELECT id, owner, name, created_at FROM packages WHERE id = @package_id) " + ItemsSql;

    /// <summary>A range of the index on (owner, name); of an owner with very many packages those pushed last.</summary>
    private const string OwnerSql =
        "WITH p AS (SELECT p.id, p.owner, p.name, p.created_at FROM packages p WHERE p.owner = @owner AND " + Visibility.Sql +
        " ORDER BY p.updated_at DESC LIMIT 1000) " + ItemsSql;

    /// <summary>What happened to one package, newest first.</summary>
    public async Task<ActivityAnswer> OfPackageAsync(PackageState package, PageChoice page, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PackageSql);
        command.Parameters.AddWithValue("package_id", package.Id);
        return await ReadAsync(command, page, cancellationToken);
    }

    /// <summary>What happened to those packages of an owner that the caller may see, newest first.</summary>
    public async Task<ActivityAnswer> OfOwnerAsync(Caller caller, string owner, PageChoice page, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(OwnerSql);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddViewer(caller, policy);
        return await ReadAsync(command, page, cancellationToken);
    }

    private static async Task<ActivityAnswer> ReadAsync(NpgsqlCommand command, PageChoice page, CancellationToken cancellationToken)
    {
        // One more than the page tells whether there is another.
        command.Parameters.AddWithValue("needed", page.Offset + page.Limit + 1);
        command.Parameters.AddWithValue("limit", page.Limit + 1);
        command.Parameters.AddWithValue("offset", page.Offset);
        command.Parameters.AddWithValue("comment_length", CommentLength);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<ActivityItem>();
        var hasMore = false;
        while (await reader.ReadAsync(cancellationToken))
        {
            hasMore = items.Count == page.Limit;
            if (!hasMore)
            {
                items.Add(Item(reader));
            }
        }

        return new ActivityAnswer(items, page.Offset, hasMore);
    }

    private static ActivityItem Item(NpgsqlDataReader reader)
    {
        var (kind, time) = (reader.GetString(0), UnixTime.Of(reader.GetDateTime(1)));
        var hash = reader.IsDBNull(5) ? null : reader.GetString(5);
        var text = reader.IsDBNull(6) ? null : reader.GetString(6);
        return new ActivityItem(
            kind,
            time,
            reader.GetString(2),
            reader.GetString(3),
            reader.GetString(4),
            hash,
            kind is "tag" or "version" ? text : null,
            kind == "comment" ? text : null,
            reader.IsDBNull(7) ? null : reader.GetGuid(7).ToString("N"));
    }
}

/// <summary>What happened, newest first.</summary>
/// <param name="Offset">How many come before these.</param>
/// <param name="HasMore">Whether there are older ones.</param>
internal sealed record ActivityAnswer(IReadOnlyList<ActivityItem> Items, int Offset, bool HasMore);

/// <summary>Something that happened to a package.</summary>
/// <param name="Kind"><c>push</c>, <c>tag</c>, <c>version</c> or <c>comment</c>.</param>
/// <param name="Created">When, in Unix seconds.</param>
/// <param name="Author">Who did it.</param>
/// <param name="Hash">The package hash that it is about; null for comments.</param>
/// <param name="Label">The tag or version.</param>
/// <param name="Comment">The start of the comment.</param>
/// <param name="CommentId">By which the comment is listed.</param>
internal sealed record ActivityItem(
    string Kind, double Created, string Author, string Owner, string Package, string? Hash, string? Label, string? Comment, string? CommentId);
