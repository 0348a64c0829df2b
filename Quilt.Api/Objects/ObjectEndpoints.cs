using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;
using Quilt.Api.Packages;
using Quilt.Api.Policy;

namespace Quilt.Api.Objects;

internal static class ObjectEndpoints
{
    private const int MaxBody = 16 * 1024 * 1024;

    public static void MapObjects(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/get_objects", GetObjectsAsync)
            .AllowCallers(CallerRequirement.Reader)
            .WithName("GetObjects")
            .WithTags("Objects")
            .WithSummary("Download addresses and sizes of the objects among these that the caller may see")
            .Takes<string[]>("""["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]""")
            .Produces<ObjectsAnswer>();
        routes.MapGet("/api/blob/{owner}/{hash}", GetBlob)
            .AllowCallers(CallerRequirement.Member, TokenScopes.Write)
            .WithName("GetBlob")
            .WithTags("Objects")
            .WithSummary("Where clients of 2.8 look for, download and upload one object of their own")
            .Produces<BlobAnswer>()
            .AnswersErrors(403);
    }

    private static async Task<IResult> GetObjectsAsync(
        Caller caller, HttpContext context, NpgsqlDataSource database, RegistryPolicy policy, ObjectUrls urls, CancellationToken cancellationToken)
    {
        var (texts, unreadable) = await JsonBody.ReadAsync(context, ObjectsJson.Default.StringArray, cancellationToken, MaxBody);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var hashes = new byte[texts!.Length][];
        for (var i = 0; i < texts.Length; i++)
        {
            if (texts[i] is null || PackageHashText.Parse(texts[i]) is not { } hash)
            {
                return ApiError.BadRequest($"[{i}]: an object is named by 64 lower-case hex digits.");
            }

            hashes[i] = hash;
        }

        var answer = new ObjectsAnswer([], []);
        await foreach (var (owner, hash, size) in FindVisibleAsync(database, caller, policy, hashes, cancellationToken))
        {
            var name = Convert.ToHexStringLower(hash);
            answer.Urls[name] = urls.Of(context.Request, owner, HttpMethod.Get, hash);
            answer.Sizes[name] = size;
        }

        return Results.Json(answer, ObjectsJson.Default.ObjectsAnswer);
    }

    /// <summary>For each hash: a probe of the index on hash, and for each row found there of the package's keys. Any one owner will do.</summary>
    private static async IAsyncEnumerable<(string Owner, byte[] Hash, long Size)> FindVisibleAsync(
        NpgsqlDataSource database,
        Caller caller,
        RegistryPolicy policy,
        byte[][] hashes,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Sql = $"""
            SELECT DISTINCT ON (o.hash) p.owner, o.hash, o.size
            FROM package_objects o JOIN packages p ON p.id = o.package_id
            WHERE o.hash = ANY(@hashes) AND {Visibility.Sql}
            ORDER BY o.hash, p.owner COLLATE "C"
            """;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("hashes", hashes);
        command.Parameters.AddViewer(caller, policy);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return (reader.GetString(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2));
        }
    }

    private static IResult GetBlob(string owner, string hash, Caller caller, HttpRequest request, ObjectUrls urls)
    {
        if (!caller.Owns(owner))
        {
            return ApiError.Forbidden("Only the owner can upload objects.");
        }

        if (PackageHashText.Parse(hash) is not { } bytes)
        {
            return ApiError.BadRequest("An object is named by 64 lower-case hex digits.");
        }

        return Results.Json(
            new BlobAnswer(
                urls.Of(request, owner, HttpMethod.Head, bytes),
                urls.Of(request, owner, HttpMethod.Get, bytes),
                urls.Of(request, owner, HttpMethod.Put, bytes)),
            ObjectsJson.Default.BlobAnswer);
    }
}
