using Quilt.Catalog.Failures;
using Quilt.Client;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Catalog.Activity;

/// <summary>Feeds of what happens, for readers that come again and again. They show what the page beside them shows.</summary>
internal static class FeedEndpoints
{
    private const int Entries = 50;

    public static void MapFeeds(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/package/{owner}/{name}/activity.atom", OfPackageAsync);
        endpoints.MapGet("/user/{owner}/activity.atom", OfOwnerAsync);
    }

    private static async Task<IResult> OfPackageAsync(HttpContext context, QuiltRegistryClient registry, PublicUrls urls, string owner, string name) =>
        await registry.GetActivityAsync(owner, name, 0, Entries, context.RequestAborted).OrNullAsync() is { } activity
            ? Answer(context, new AtomFeed(urls.Lasting(QuiltService.Catalog), $"/package/{owner}/{name}/activity", $"{owner}/{name}"), activity)
            : Results.NotFound();

    private static async Task<IResult> OfOwnerAsync(HttpContext context, QuiltRegistryClient registry, PublicUrls urls, string owner) =>
        Answer(
            context,
            new AtomFeed(urls.Lasting(QuiltService.Catalog), $"/user/{owner}/activity", $"Packages of {owner}"),
            await registry.GetOwnerActivityAsync(owner, 0, Entries, context.RequestAborted));

    /// <summary>What is kept between a reader and us must be nobody's in particular.</summary>
    private static IResult Answer(HttpContext context, AtomFeed feed, ActivityPage activity)
    {
        context.Response.Headers.Vary = "Cookie";
        context.Response.Headers.CacheControl = context.User.Identity?.IsAuthenticated == true ? "no-store" : "public, max-age=60";
        return Results.Text(feed.Write(activity.Items), "application/atom+xml", System.Text.Encoding.UTF8);
    }
}
