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
        "(setweight(to_tsvector('simple', @search_name) || to_tsvector('english', @search_name), 'A') || " +
        "setweight(to_tsvector('english', @search_parts), 'B') || " +
        "setweight(to_tsvector('english', @search_nodes), 'C') || " +
        "setweight(to_tsvector('english', @search_readme), 'D'))";

    /// <summary>Adds the parameters of <see cref="Sql"/>.</summary>
    public static void AddSearchText(this NpgsqlParameterCollection parameters, SearchText text)
    {
        parameters.AddWithValue("search_name", text.Name);
        parameters.AddWithValue("search_parts", text.Parts);
        parameters.AddWithValue("search_nodes", text.Nodes);
        parameters.AddWithValue("search_readme", text.Readme);
    }
}
