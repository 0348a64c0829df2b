using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;
using Quilt.Api.Packages;

namespace Quilt.Api.Contents;

/// <summary>Compares two revisions of a package.</summary>
internal static class CompareApi
{
    private const int ChangesOfPage = 100;
    private const int MostChanges = 1_000;

    public static void MapCompare(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/compare/{owner}/{package}/", Get).WithTags("Contents").WithName("CompareRevisions")
            .WithSummary("The tables and files in which two revisions differ")
            .TakesQuery("from", "A revision: its hash (or 8 or more of its first digits), else a tag, else a version.", """{"type":"string","minLength":1,"example":"1.0.0"}""")
            .TakesQuery("to", "Another, named likewise.", """{"type":"string","minLength":1,"example":"latest"}""")
            .TakesQuery("change", "Only `added`, `removed`, `changed` or `renamed` ones.", """{"type":"string","enum":["","added","removed","changed","renamed"]}""")
            .TakesPage(ChangesOfPage, MostChanges)
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401, 404);

    private static async Task<Results<JsonAnswer<ComparisonAnswer>, ApiError>> Get(
        string owner,
        string package,
        Caller caller,
        HttpRequest request,
        PackageStates states,
        RevisionFinder finder,
        Comparisons comparisons,
        CancellationToken cancellationToken)
    {
        var (page, malformed) = PageChoice.Read(request.Query, ChangesOfPage, MostChanges);
        if (malformed is not null)
        {
            return malformed;
        }

        var (from, to, wanted) = (request.Query["from"].ToString(), request.Query["to"].ToString(), request.Query["change"].ToString());
        Change? only = null;
        if (wanted.Length > 0)
        {
            if (!Enum.TryParse<Change>(wanted, ignoreCase: true, out var change) || !Enum.IsDefined(change) || !char.IsAsciiLetter(wanted[0]))
            {
                return ApiError.BadRequest("change must be added, removed, changed or renamed.");
            }

            only = change;
        }

        if (from.Length == 0 || to.Length == 0)
        {
            return ApiError.BadRequest("Name the two revisions by from and to.");
        }

        if (await states.FindVisibleAsync(caller, owner, package, cancellationToken) is not { } state)
        {
            return PackageErrors.PackageNotFound(caller, owner, package);
        }

        var (old, oldMissing) = await finder.FindAsync(state, from, cancellationToken);
        var (@new, newMissing) = await finder.FindAsync(state, to, cancellationToken);
        if ((oldMissing ?? newMissing) is { } missing)
        {
            return missing;
        }

        return await comparisons.FindAsync(state, old!, @new!, only, page, cancellationToken) is { } answer
            ? new JsonAnswer<ComparisonAnswer>(answer, ContentsJson.Default.ComparisonAnswer)
            : PackageErrors.HashNotFound();
    }
}
