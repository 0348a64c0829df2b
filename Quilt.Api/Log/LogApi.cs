using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Packages;

namespace Quilt.Api.Log;

/// <summary>The pushes of a package, in order.</summary>
internal static class LogApi
{
    /// <summary>
    /// A range of the log's index with one probe per entry for its revision, joined with the package's tags and versions
    /// (primary-key ranges), grouped once.
    /// </summary>
    private const string Sql = """
        SELECT encode(r.hash, 'hex'), l.created_at, l.author, t.names, v.names
        FROM log l
        JOIN revisions r ON r.id = l.revision_id
        LEFT JOIN (SELECT revision_id, array_agg(name ORDER BY name COLLATE "C") AS names
                   FROM tags WHERE package_id = @package_id GROUP BY revision_id) t ON t.revision_id = l.revision_id
        LEFT JOIN (SELECT revision_id, array_agg(version ORDER BY version COLLATE "C") AS names
                   FROM versions WHERE package_id = @package_id GROUP BY revision_id) v ON v.revision_id = l.revision_id
        WHERE l.package_id = @package_id
        ORDER BY l.id
        """;

    public static void MapLog(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/log/{owner}/{package}/", List).WithTags("Log").WithName("ListLog").WithSummary("The pushes of a package, oldest first")
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(401, 404);

    private static async Task<Results<JsonAnswer<LogList>, ApiError>> List(
        string owner, string package, Caller caller, PackageStates states, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("package_id", state.Id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var logs = new List<LogListItem>();
        while (await reader.ReadAsync(cancellationToken))
        {
            logs.Add(new(
                reader.GetString(0), UnixTime.Of(reader.GetDateTime(1)), reader.GetString(2), Names(reader, 3), Names(reader, 4)));
        }

        return new JsonAnswer<LogList>(new(logs), LogJson.Default.LogList);
    }

    private static string[]? Names(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<string[]>(column);
}

internal sealed record LogList(IReadOnlyList<LogListItem> Logs);

/// <param name="Tags">The tags that point to the revision now, or null.</param>
/// <param name="Versions">The revision's versions in normalised form, or null.</param>
internal sealed record LogListItem(string Hash, double Created, string Author, string[]? Tags, string[]? Versions);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LogList))]
internal sealed partial class LogJson : JsonSerializerContext;
