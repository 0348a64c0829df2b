using Microsoft.Extensions.Caching.Memory;
using Quilt.Api.Packages;
using Quilt.Api.Revisions;

namespace Quilt.Api.Contents;

/// <summary>
/// The trees that people look into, read once and kept while they are wanted. Like the revisions they come from, they go
/// out of use when their package's contents version grows.
/// </summary>
internal sealed class RevisionTrees(RevisionContents contents) : IDisposable
{
    private const long MaxWeight = 64 * 1024 * 1024;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxWeight, CompactionPercentage = 0.3 });

    /// <summary>The tree of that revision, or null.</summary>
    public async ValueTask<RevisionTree?> FindAsync(PackageState package, string hash, CancellationToken cancellationToken)
    {
        var key = (package.Id, package.ContentsVersion, hash);
        if (_cache.TryGetValue(key, out RevisionTree? kept))
        {
            return kept;
        }

        if (await contents.FindAsync(package, hash, cancellationToken) is not { } content)
        {
            return null;
        }

        var tree = new RevisionTree(content);
        _cache.Set(key, tree, new MemoryCacheEntryOptions { Size = tree.Weight });
        return tree;
    }

    public void Dispose() => _cache.Dispose();
}
