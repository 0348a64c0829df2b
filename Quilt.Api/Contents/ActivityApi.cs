using Microsoft.AspNetCore.Http.HttpResults;
using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Packages;

namespace Quilt.Api.Contents;

/// <summary>What happened lately, for people and for feeds.</summary>
internal static class ActivityApi
{
    private const int ItemsOfPage = 30;
    private const int MostItems = 100;

    /// <summary>Whoever wants to know what was longer ago reads the log.</summary>
    private const int Farthest = 10_000;

    public static void MapActivity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/activity/{owner}/{package}/", OfPackage).WithTags("Contents").WithName("GetPackageActivity")
            .WithSummary("Pushes, tags, versions and comments of a package, newest first")
            .TakesPage(ItemsOfPage, MostItems)
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401, 404);
        routes.MapGet("/api/activity/{owner}/", OfOwner).WithTags("Contents").WithName("GetOwnerActivity")
            .WithSummary("The same for all packages of an owner that the caller may see")
            .TakesPage(ItemsOfPage, MostItems)
            .AllowCallers(CallerRequirement.Reader).AnswersErrors(400, 401);
    }

    private static async Task<Results<JsonAnswer<ActivityAnswer>, ApiError>> OfPackage(
        string owner, string package, Caller caller, HttpRequest request, PackageStates states, Activity activity, CancellationToken cancellationToken)
    {
        var (page, malformed) = PageChoice.Read(request.Query, ItemsOfPage, MostItems, Farthest);
        if (malformed is not null)
        {
            return malformed;
        }

        return await states.FindVisibleAsync(caller, owner, package, cancellationToken) is { } state
            ? new JsonAnswer<ActivityAnswer>(await activity.OfPackageAsync(state, page, cancellationToken), ContentsJson.Default.ActivityAnswer)
            : PackageErrors.PackageNotFound(caller, owner, package);
    }

    private static async Task<Results<JsonAnswer<ActivityAnswer>, ApiError>> OfOwner(
        string owner, Caller caller, HttpRequest request, Activity activity, CancellationToken cancellationToken)
    {
        var (page, malformed) = PageChoice.Read(request.Query, ItemsOfPage, MostItems, Farthest);
        if (malformed is not null)
        {
            return malformed;
        }

        return new JsonAnswer<ActivityAnswer>(await activity.OfOwnerAsync(caller, owner, page, cancellationToken), ContentsJson.Default.ActivityAnswer);
    }
}
