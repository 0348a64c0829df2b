namespace Quilt.Api.Revisions;

internal static class RevisionsExtensions
{
    public static void AddRevisions(this IServiceCollection services) => services.AddSingleton<RevisionContents>();
}
