using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Objects;

namespace Quilt.Api.Contents.Zips;

/// <summary>A package or folder as one file, for people who have no client.</summary>
internal static class ZipApi
{
    /// <summary>Missing objects that a refusal names.</summary>
    private const int Named = 5;

    public static void AddZips(this IServiceCollection services)
    {
        services.AddSingleton<ObjectContents>();
        services.AddSingleton<Checksums>();
        services.AddSingleton<ZipSlots>();
    }

    public static void MapZips(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/zip/{owner}/{package}/", Get).WithTags("Contents").WithName("GetZip")
            .WithSummary("A revision, or a folder of it, as a zip file. The same bytes each time, so that ranges of it can be asked for")
            .TakesRevision().TakesPath("The folder or file: names with slashes between them; empty for all.")
            .AllowCallers(CallerRequirement.Reader)
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .Produces(StatusCodes.Status206PartialContent, contentType: "application/zip")
            .Produces(StatusCodes.Status304NotModified)
            .AnswersErrors(400, 401, 404, 416, 429, 503);

    private static async Task<IResult> Get(
        string owner,
        string package,
        Caller caller,
        HttpRequest request,
        NodeFinder nodes,
        UploadedObjects uploaded,
        ObjectContents contents,
        Checksums checksums,
        ZipSlots slots,
        ILogger<ZipAnswer> logger,
        CancellationToken cancellationToken)
    {
        var (found, error) = await nodes.FindAsync(caller, owner, package, request.Query, cancellationToken);
        if (error is not null)
        {
            return error;
        }

        var (plan, refusal) = ZipPlan.Of(found!);
        if (refusal is not null)
        {
            return refusal;
        }

        try
        {
            var objects = found!.Tree.Manifest.Objects;
            var wanted = Array.ConvertAll(plan!.Objects, index => objects[index].ToArray());
            var missing = wanted.Length == 0 ? [] : await uploaded.FindMissingAsync(owner, wanted, cancellationToken);
            if (missing.Count > 0)
            {
                return ApiError.NotFound($"Some of the files were never uploaded: objects {string.Join(", ", missing.Take(Named))}{(missing.Count > Named ? $" and {missing.Count - Named} more" : "")}.");
            }
        }
        catch (Exception exception) when (StoreFailure.IsAway(exception, cancellationToken))
        {
            return StoredObjects.Away();
        }

        return new ZipAnswer(plan!, contents, checksums, slots, logger);
    }
}
