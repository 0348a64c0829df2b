using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Contents;
using Quilt.Api.Http;
using Quilt.Api.Policy;

namespace Quilt.Api.Search;

/// <summary>Finds visible packages, filtered and sorted, page by page.</summary>
internal sealed class PackageFinder(NpgsqlDataSource database, RegistryPolicy policy)
{
    /// <summary>Characters of the README in one hit.</summary>
    private const int ReadmeLength = 1_024;

    private const string NameOrder = "lower(name) COLLATE \"C\", owner COLLATE \"C\"";

    private const string Filters = """
         AND (@owner = '' OR p.owner = @owner)
         AND (@visibility = '' OR (@visibility = 'public' AND p.is_public) OR (@visibility = 'team' AND p.is_team AND NOT p.is_public)
              OR (@visibility = 'private' AND NOT p.is_public AND NOT p.is_team))
        """;

    /// <summary>
    /// As <see cref="PackageSearch.MatchSql"/>: a bitmap scan of the text index, visibility as a filter on what it finds, the
    /// first thousand kept. Only those of the page read their revision. The order by rank, time or name is a parameter, so
    /// that there is one plan.
    /// </summary>
    private const string MatchSql =
        "WITH language AS MATERIALIZED (SELECT CASE WHEN numnode(to_tsquery('english', @match)) > 0 THEN 'english' ELSE 'simple' END::regconfig AS config), " +
        "query AS MATERIALIZED (SELECT to_tsquery(config, @match) AS match, to_tsquery(config, @whole) AS whole, to_tsquery(config, @begun) AS begun FROM language), " +
        "found AS MATERIALIZED (SELECT * FROM (SELECT p.owner, p.name, p.is_public, p.is_team, p.updated_at, p.shown_revision_id, " +
        "(ts_rank(p.search, (SELECT whole FROM query), 32) + ts_rank(p.search, (SELECT begun FROM query), 32)) / 2 AS rank " +
        "FROM packages p WHERE p.search @@ (SELECT match FROM query) AND " + Visibility.Sql + Filters + OrderAndPage;

    /// <summary>The heads of a few indexes, of which the thousand first are kept: see <see cref="ListedPackages"/>.</summary>
    internal static string ListSql(FindQuery query, Caller caller) =>
        "WITH found AS MATERIALIZED (SELECT * FROM (" + ListedPackages.Sql(query, caller) + OrderAndPage;

    private const string Order =
        "CASE WHEN @sort = 'relevance' THEN rank END DESC, CASE WHEN @sort = 'newest' THEN updated_at END DESC, " + NameOrder;

    private const string OrderAndPage =
        ") fitting ORDER BY " + Order + " LIMIT @most), " +
        "page AS MATERIALIZED (SELECT *, row_number() OVER (ORDER BY " + Order + ") AS place FROM found ORDER BY " + Order + " OFFSET @offset LIMIT @limit) " +
        "SELECT total.count, h.owner, h.name, h.is_public, h.is_team, h.updated_at, r.total_size, left(r.readme_preview, @readme_length) " +
        "FROM (SELECT count(*)::int FROM found) total LEFT JOIN page h ON true LEFT JOIN revisions r ON r.id = h.shown_revision_id ORDER BY h.place";

    /// <summary>A page of the packages that <paramref name="caller"/> may see and that fit the query.</summary>
    public async Task<FindAnswer> FindAsync(Caller caller, FindQuery query, PageChoice page, CancellationToken cancellationToken)
    {
        var words = SearchQuery.Of(query.Words);
        if (words is null && !string.IsNullOrWhiteSpace(query.Words))
        {
            return new FindAnswer(0, page.Offset, []);
        }

        await using var command = database.CreateCommand(words is null ? ListSql(query, caller) : MatchSql);
        AddParameters(command.Parameters, caller, query, words, page);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var total = 0;
        var found = new List<FoundPackage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            total = reader.GetInt32(0);
            if (!reader.IsDBNull(1))
            {
                found.Add(new FoundPackage(
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.GetBoolean(3),
                    reader.GetBoolean(4),
                    UnixTime.Of(reader.GetDateTime(5)),
                    reader.GetInt64(6),
                    reader.IsDBNull(7) ? null : reader.GetString(7)));
            }
        }

        return new FindAnswer(total, page.Offset, found);
    }

    internal void AddParameters(NpgsqlParameterCollection parameters, Caller caller, FindQuery query, SearchQuery? words, PageChoice page)
    {
        parameters.AddViewer(caller, policy);
        parameters.AddWithValue("owner", query.Owner);
        parameters.AddWithValue("visibility", query.Visibility);
        parameters.AddWithValue("sort", query.Sort.Length > 0 ? query.Sort : "relevance");
        parameters.AddWithValue("most", PackageSearch.MaxHits);
        parameters.AddWithValue("offset", page.Offset);
        parameters.AddWithValue("limit", page.Limit);
        parameters.AddWithValue("readme_length", ReadmeLength);
        if (words is not null)
        {
            parameters.AddWithValue("match", words.Match);
            parameters.AddWithValue("whole", words.Whole);
            parameters.AddWithValue("begun", words.Begun);
        }
    }
}
