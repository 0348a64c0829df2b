using Quilt.Catalog.Failures;
using Quilt.Client;

namespace Quilt.Catalog.Packages;

/// <summary>The newest revision of a package, as its page shows it.</summary>
/// <param name="Hash">The revision.</param>
/// <param name="Preview">What the registry tells about it.</param>
/// <param name="Tags">The package's tags.</param>
/// <param name="Versions">The package's versions, newest first.</param>
internal sealed record PackageState(string Hash, PackagePreview Preview, IReadOnlyList<TagEntry> Tags, IReadOnlyList<VersionEntry> Versions)
{
    private const string Latest = "latest";

    /// <summary>Reads the revision that <c>latest</c> points to, or where there is no such tag the one pushed last. Counts as one view.</summary>
    /// <returns>Null when there is no such package, as far as the caller may know.</returns>
    public static async Task<PackageState?> FindAsync(QuiltRegistryClient registry, string owner, string name, CancellationToken cancellationToken)
    {
        var findTags = registry.GetTagsAsync(owner, name, cancellationToken).OrNullAsync();
        var findVersions = registry.GetVersionsAsync(owner, name, cancellationToken).OrNullAsync();
        await Task.WhenAll(findTags, findVersions);
        if (await findTags is not { } tags)
        {
            return null;
        }

        var versions = await findVersions ?? [];

        var hash = tags.FirstOrDefault(tag => tag.Tag == Latest)?.Hash
            ?? (await registry.GetLogAsync(owner, name, cancellationToken).OrNullAsync() is [.., var newest] ? newest.Hash : null);
        var preview = hash is null ? null : await registry.GetPreviewAsync(owner, name, hash, cancellationToken).OrNullAsync();
        return preview is null ? null : new PackageState(hash!, preview, tags, [.. versions.Reverse()]);
    }
}
