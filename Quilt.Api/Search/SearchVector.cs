using Npgsql;

namespace Quilt.Api.Search;

/// <summary>Computes a revision's search vector in the database.</summary>
internal static class SearchVector
{
    /// <summary>
    /// The SQL expression of the vector. It needs the parameters that <see cref="AddSearchText"/> adds. Names are indexed
    /// as written too: stop words of English ("who", "it") are good package names.
    /// </summary>
    public const string Sql =
        "(" + NameSql +
        "setweight(to_tsvector('english', @search_nodes), 'C') || " +
        "setweight(to_tsvector('english', @search_readme), 'D'))";

    /// <summary>
    /// The vector in the column <c>search</c> as it is under another name: the words of names are new, those of nodes and
    /// README stay. It needs <c>@search_name</c> and <c>@search_parts</c>.
    /// </summary>
    public const string RenamedSql = "(" + NameSql + "ts_filter(search, '{c,d}'))";

    private const string NameSql =
        "setweight(to_tsvector('simple', @search_name) || to_tsvector('english', @search_name), 'A') || " +
        "setweight(to_tsvector('english', @search_parts), 'B') || ";

    /// <summary>Adds the parameters of <see cref="Sql"/>.</summary>
    public static void AddSearchText(this NpgsqlParameterCollection parameters, SearchText text)
    {
        parameters.AddWithValue("search_name", text.Name);
        parameters.AddWithValue("search_parts", text.Parts);
        parameters.AddWithValue("search_nodes", text.Nodes);
        parameters.AddWithValue("search_readme", text.Readme);
    }
}
