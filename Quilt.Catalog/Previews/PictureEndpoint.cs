using Quilt.Catalog.Failures;
using Quilt.Catalog.Files;
using Quilt.Client;

namespace Quilt.Catalog.Previews;

/// <summary>
/// Pictures of a package, for the READMEs beside them: an address of ours that leads to the store, since presigned
/// addresses are not for keeping. What is no picture, or one that a browser must not decode, is not found.
/// </summary>
internal static class PictureEndpoint
{
    public static void MapPictures(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/package/{owner}/{name}/picture/{**path}", async Task<IResult> (
            string owner, string name, string? path, string? hash, string? tag, string? version, HttpContext context, QuiltRegistryClient registry, PreviewService previews) =>
        {
            var found = await FindAsync(registry, owner, name, new RevisionName(hash, tag, version), path ?? "", context.RequestAborted);
            if (found is not { Url: { } url }
                || await previews.ShowAsync(new PreviewSource(found.FileName, [new PreviewObject(url, found.Size)], ""), new PreviewView(), context.RequestAborted) is not ImagePreview)
            {
                return Results.NotFound();
            }

            return Results.Redirect(url);
        }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The file at a path: by the names of its nodes, or by what it was called before it was pushed.</summary>
    private static async Task<NodeObject?> FindAsync(
        QuiltRegistryClient registry, string owner, string name, RevisionName revision, string path, CancellationToken cancellationToken)
    {
        if (await OrNullAsync(registry.GetObjectAsync(owner, name, revision, path, cancellationToken: cancellationToken)) is { } exact)
        {
            return exact;
        }

        // READMEs name pictures as they were called before they were pushed.
        return await NodeLookup.ByFileNameAsync(registry, owner, name, revision, path, cancellationToken) is { } node
            ? await OrNullAsync(registry.GetObjectAsync(owner, name, revision, node, cancellationToken: cancellationToken))
            : null;
    }

    /// <summary>Null also where the path is a group's, or the revision's name makes no sense.</summary>
    private static async Task<T?> OrNullAsync<T>(Task<T> call)
        where T : class
    {
        try
        {
            return await call.OrNullAsync();
        }
        catch (RegistryException refused) when (refused.Status == System.Net.HttpStatusCode.BadRequest)
        {
            return null;
        }
    }
}
