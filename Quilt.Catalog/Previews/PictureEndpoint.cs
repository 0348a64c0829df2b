using Quilt.Catalog.Failures;
using Quilt.Client;

namespace Quilt.Catalog.Previews;

/// <summary>
/// Pictures of a package, for the READMEs beside them: an address of ours that leads to the store, since presigned
/// addresses are not for keeping. What is no picture, or one that a browser must not decode, is not found.
/// </summary>
internal static class PictureEndpoint
{
    private const int MostNeighbours = 1000;

    /// <summary>What comes before a picture's path.</summary>
    public static string PathOf(string owner, string name) => $"/package/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}/picture";

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

        // Clients make names of nodes from those of files, without their endings: images/a.png is images/a.
        var slash = path.LastIndexOf('/');
        var folder = slash < 0 ? "" : path[..slash];
        var tree = await OrNullAsync(registry.GetTreeAsync(owner, name, revision, folder, limit: MostNeighbours, cancellationToken: cancellationToken));
        return tree?.Children.FirstOrDefault(child => child.FileName == path[(slash + 1)..]) is { } node
            ? await OrNullAsync(registry.GetObjectAsync(owner, name, RevisionName.Of(tree.Hash), folder.Length == 0 ? node.Name : $"{folder}/{node.Name}", cancellationToken: cancellationToken))
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
        catch (RegistryException refused) when (refused.Error.Status == StatusCodes.Status400BadRequest)
        {
            return null;
        }
    }
}
