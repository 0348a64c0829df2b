using Quilt.Api.Contents.Zips;

namespace Quilt.Api.Contents;

internal static class ContentsExtensions
{
    public static void AddContents(this IServiceCollection services)
    {
        services.AddSingleton<RevisionTrees>();
        services.AddSingleton<RevisionFinder>();
        services.AddSingleton<RevisionFacts>();
        services.AddSingleton<NodeFinder>();
        services.AddSingleton<StoredObjects>();
        services.AddSingleton<StoreRequests>();
        services.AddSingleton<Comparisons>();
        services.AddSingleton<Activity>();
        services.AddZips();
    }
}
