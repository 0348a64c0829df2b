using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;

namespace Quilt.Api.Administration;

/// <summary>How often each package was installed, viewed, pushed and deleted; deleted packages are among them.</summary>
internal static class PackageOverviewApi
{
    public static void MapPackageOverview(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/admin/package_summary", Get).WithTags("Administration").WithName("SummarizePackages")
            .WithSummary("How often each package was installed, viewed, pushed and deleted, and when last")
            .AllowCallers(CallerRequirement.Admin).AnswersErrors(401, 403);

    private static async Task<PackageOverviewAnswer> Get(
        Actor by, Npgsql.NpgsqlDataSource database, EventBuffer events, AdminReads reads, CancellationToken cancellationToken)
    {
        await reads.RecordAsync(by, "package_summary", string.Empty, string.Empty, cancellationToken);
        await events.FlushAsync(cancellationToken);
        return new PackageOverviewAnswer(database);
    }
}

/// <param name="Packages">By <c>owner/name</c>.</param>
internal sealed record PackageOverview(Dictionary<string, PackageActivity> Packages);

internal sealed record PackageActivity(EventCount Installs, EventCount Previews, EventCount Pushes, EventCount Deletes);

internal sealed record EventCount(long Count)
{
    /// <summary>When it happened last, in Unix seconds; left out where it never did.</summary>
    public double Latest { get; init; }
}
