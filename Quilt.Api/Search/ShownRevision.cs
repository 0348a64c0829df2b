using Npgsql;

namespace Quilt.Api.Search;

/// <summary>Keeps a package's shown revision, the one that search and lists speak of, in step with its tags and pushes.</summary>
internal static class ShownRevision
{
    /// <summary>
    /// Points package <c>@package_id</c> to the revision tagged <c>latest</c>, else to its newest push. Two index probes,
    /// and one update of the search index where the revision changed.
    /// </summary>
    public const string RefreshSql = """
        UPDATE packages p SET shown_revision_id = r.id, search = r.search
        FROM revisions r
        WHERE p.id = @package_id
          AND r.id = COALESCE(
            (SELECT t.revision_id FROM tags t WHERE t.package_id = @package_id AND t.name = 'latest'),
            (SELECT l.revision_id FROM log l WHERE l.package_id = @package_id ORDER BY l.id DESC LIMIT 1))
          AND (p.shown_revision_id IS DISTINCT FROM r.id OR p.search IS DISTINCT FROM r.search)
        """;

    /// <summary>Refreshes the package as part of <paramref name="transaction"/>, after its tags or log changed.</summary>
    public static async Task RefreshAsync(NpgsqlTransaction transaction, long packageId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RefreshSql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("package_id", packageId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
