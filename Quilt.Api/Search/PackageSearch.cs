using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Policy;

namespace Quilt.Api.Search;

/// <summary>Finds visible packages by their text.</summary>
internal sealed class PackageSearch(NpgsqlDataSource database, RegistryPolicy policy)
{
    /// <summary>Hits of one answer.</summary>
    public const int MaxHits = 1_000;

    /// <summary>Characters of the README in one hit.</summary>
    private const int ReadmeLength = 1_024;

    /// <summary>Letter case does not count in the order by name, and no locale does.</summary>
    private const string NameOrder = "owner COLLATE \"C\", lower(name) COLLATE \"C\"";

    /// <summary>
    /// A bitmap scan of the packages' text index, visibility as a filter on what it finds (one probe of the access table's
    /// primary key each), the best kept; only those read their README. The queries are parsed once, in steps of their
    /// own: so the plan does not depend on what is searched for, and is made once per connection. Where a query is made of
    /// nothing but stop words ("who"), names are searched for them as written. Cover density would rank by the words'
    /// distance as well, and cost more than all the rest.
    /// </summary>
    internal const string MatchSql =
        "WITH language AS MATERIALIZED (SELECT CASE WHEN numnode(to_tsquery('english', @match)) > 0 THEN 'english' ELSE 'simple' END::regconfig AS config), " +
        "query AS MATERIALIZED (SELECT to_tsquery(config, @match) AS match, to_tsquery(config, @whole) AS whole, to_tsquery(config, @begun) AS begun FROM language) " +
        "SELECT h.owner, h.name, h.is_public, h.is_team, left(r.readme_preview, @readme_length), h.rank FROM (" +
        "SELECT p.owner, p.name, p.is_public, p.is_team, p.shown_revision_id, " +
        "(ts_rank(p.search, (SELECT whole FROM query), 32) + ts_rank(p.search, (SELECT begun FROM query), 32)) / 2 AS rank " +
        "FROM packages p WHERE p.search @@ (SELECT match FROM query) AND " + Visibility.Sql +
        " ORDER BY rank DESC, " + NameOrder + " LIMIT @limit) h " +
        "JOIN revisions r ON r.id = h.shown_revision_id ORDER BY h.rank DESC, " + NameOrder;

    /// <summary>The head of the index by name, visibility as a filter on it; those found read their README.</summary>
    internal const string ListSql =
        "SELECT h.owner, h.name, h.is_public, h.is_team, left(r.readme_preview, @readme_length), 0::real AS rank FROM (" +
        "SELECT p.owner, p.name, p.is_public, p.is_team, p.shown_revision_id " +
        "FROM packages p WHERE p.shown_revision_id IS NOT NULL AND " + Visibility.Sql +
        " ORDER BY " + NameOrder + " LIMIT @limit) h " +
        "JOIN revisions r ON r.id = h.shown_revision_id ORDER BY " + NameOrder;

    /// <summary>The packages that <paramref name="caller"/> may see and that hold all words of <paramref name="text"/>, best first; all where it is blank.</summary>
    public async Task<IReadOnlyList<SearchHit>> FindAsync(Caller caller, string text, CancellationToken cancellationToken)
    {
        var query = SearchQuery.Of(text);
        if (query is null && !string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        await using var command = database.CreateCommand(query is null ? ListSql : MatchSql);
        AddParameters(command, query, caller);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hits = new List<SearchHit>();
        while (await reader.ReadAsync(cancellationToken))
        {
            hits.Add(new(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetBoolean(2),
                reader.GetBoolean(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetFloat(5)));
        }

        return hits;
    }

    internal void AddParameters(NpgsqlCommand command, SearchQuery? query, Caller caller)
    {
        command.Parameters.AddViewer(caller, policy);
        command.Parameters.AddWithValue("readme_length", ReadmeLength);
        command.Parameters.AddWithValue("limit", MaxHits);
        if (query is not null)
        {
            command.Parameters.AddWithValue("match", query.Match);
            command.Parameters.AddWithValue("whole", query.Whole);
            command.Parameters.AddWithValue("begun", query.Begun);
        }
    }
}
