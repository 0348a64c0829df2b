using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Model;
using Quilt.Api.Objects;
using Quilt.Api.Packages;

namespace Quilt.Api.Previews;

internal static class PreviewEndpoints
{
    public static void MapPreviews(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/package_preview/{owner}/{package}/{hash}", PreviewAsync)
            .AllowCallers(CallerRequirement.Reader)
            .WithName("PreviewPackage")
            .WithTags("Packages")
            .WithSummary("What a page about a revision shows: a cut tree, the README's start, sizes and file types")
            .Produces<PreviewAnswer>()
            .AnswersErrors(404);

    private static async Task<IResult> PreviewAsync(
        string owner,
        string package,
        string hash,
        Actor by,
        HttpRequest request,
        PackageStates states,
        NpgsqlDataSource database,
        ObjectUrls urls,
        EventBuffer events,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await states.FindVisibleAsync(by.Caller, owner, package, cancellationToken) is not { } state
            || PackageHashText.Parse(hash) is not { } bytes
            || await FindAsync(database, state, bytes, readme => urls.Of(request, owner, HttpMethod.Get, readme), cancellationToken) is not { } answer)
        {
            return PackageErrors.HashNotFound();
        }

        events.Add(new NewEvent(EventType.Preview, by, owner, package, bytes, Extra: null, time.GetUtcNow().UtcDateTime));
        return Results.Json(answer, PreviewJson.Default.PreviewAnswer);
    }

    /// <summary>One probe of the unique index on (package_id, hash) and one count over the package's own log.</summary>
    private static async Task<PreviewAnswer?> FindAsync(
        NpgsqlDataSource database, PackageState state, byte[] hash, Func<byte[], string> urlOf, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT r.preview, r.readme_hash, r.readme_preview, r.created_by, r.created_at, r.updated_by, r.updated_at,
                r.total_size, r.file_types, (SELECT count(*) FROM log l WHERE l.package_id = $1)
            FROM revisions r WHERE r.package_id = $1 AND r.hash = $2
            """;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = state.Id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var readme = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetFieldValue<byte[]>(1);
        return new PreviewAnswer(
            new RawJson(reader.GetString(0)),
            readme is null ? null : urlOf(readme),
            await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2),
            reader.GetString(3),
            UnixTime.Of(reader.GetDateTime(4)),
            reader.GetString(5),
            UnixTime.Of(reader.GetDateTime(6)),
            state.IsPublic,
            state.IsTeam,
            reader.GetInt64(7),
            new RawJson(reader.GetString(8)),
            reader.GetInt64(9));
    }
}
