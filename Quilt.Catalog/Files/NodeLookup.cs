using System.Net;
using Quilt.Catalog.Packages;
using Quilt.Client;

namespace Quilt.Catalog.Files;

/// <summary>
/// Finds a node by the path that a README or a person uses: by the names of nodes, else by what the files were called
/// before they became nodes (<c>img/plot.png</c> for the node <c>img/plot</c>).
/// </summary>
internal static class NodeLookup
{
    /// <summary>Children of one folder that are looked at for a file name.</summary>
    private const int MostChildren = 1_000;

    private const int MostParts = 50;

    /// <summary>The node with a page of its children; null where there is none.</summary>
    public static async Task<TreePage?> FindAsync(
        QuiltRegistryClient registry, string owner, string name, RevisionName revision, string path, int offset, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.GetTreeAsync(owner, name, revision, path, offset, limit, cancellationToken);
        }
        catch (RegistryException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The path of the node that a file path means; null where that is none.</summary>
    public static async Task<string?> ByFileNameAsync(
        QuiltRegistryClient registry, string owner, string name, RevisionName revision, string path, CancellationToken cancellationToken)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > MostParts)
        {
            return null;
        }

        var found = "";
        foreach (var part in parts)
        {
            if (await FindAsync(registry, owner, name, revision, found, 0, MostChildren, cancellationToken) is not { } folder)
            {
                return null;
            }

            var child = folder.Children.FirstOrDefault(child => child.Name == part)
                ?? folder.Children.FirstOrDefault(child => child.FileName == part)
                ?? folder.Children.FirstOrDefault(child => child.OriginalPath is { } original && (original == part || original.EndsWith("/" + part, StringComparison.Ordinal)));
            if (child is null)
            {
                return null;
            }

            found = PackageAddresses.Join(found, child.Name);
        }

        return found;
    }
}
