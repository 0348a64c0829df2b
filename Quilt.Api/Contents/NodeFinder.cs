using Quilt.Api.Callers;
using Quilt.Api.Http;
using Quilt.Api.Packages;

namespace Quilt.Api.Contents;

/// <summary>A node of a revision.</summary>
internal sealed record FoundNode(PackageState Package, string Hash, RevisionTree Tree, int Node, string Path);

/// <summary>Finds the node that a query names by revision and <c>path</c>.</summary>
internal sealed class NodeFinder(RevisionFinder revisions, RevisionTrees trees)
{
    public async ValueTask<(FoundNode? Found, ApiError? Error)> FindAsync(
        Caller caller, string owner, string package, IQueryCollection query, CancellationToken cancellationToken)
    {
        var (choice, malformed) = RevisionChoice.Read(query);
        if (malformed is not null)
        {
            return (null, malformed);
        }

        var (state, hash, error) = await revisions.FindAsync(caller, owner, package, choice, cancellationToken);
        if (error is not null)
        {
            return (null, error);
        }

        if (await trees.FindAsync(state!, hash, cancellationToken) is not { } tree)
        {
            return (null, PackageErrors.HashNotFound());
        }

        var path = query["path"].ToString();
        return tree.Manifest.TryGetNode(path.Length > 0 ? path.Split('/') : [], out var node, out var missing)
            ? (new FoundNode(state!, hash, tree, node, path), null)
            : (null, ApiError.NotFound($"The revision has no '{missing}' at this place."));
    }
}
