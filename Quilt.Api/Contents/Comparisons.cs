using Microsoft.Extensions.Caching.Memory;
using Quilt.Api.Packages;

namespace Quilt.Api.Contents;

/// <summary>Compares revisions of a package, and keeps what it found while somebody pages through it.</summary>
internal sealed class Comparisons(RevisionTrees trees) : IDisposable
{
    private const int MaxWeight = 8 * 1024 * 1024;
    private const int WeightOfDifference = 12;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxWeight, CompactionPercentage = 0.3 });

    /// <summary>A page of the differences, of one kind or of all.</summary>
    public async Task<ComparisonAnswer?> FindAsync(
        PackageState package, string from, string to, Change? only, PageChoice page, CancellationToken cancellationToken)
    {
        if (await trees.FindAsync(package, from, cancellationToken) is not { } old || await trees.FindAsync(package, to, cancellationToken) is not { } @new)
        {
            return null;
        }

        var key = (package.Id, package.ContentsVersion, from, to);
        if (!_cache.TryGetValue(key, out IReadOnlyList<Difference>? differences))
        {
            differences = Comparison.Of(old, @new);
            _cache.Set(key, differences, new MemoryCacheEntryOptions { Size = 200 + (differences.Count * WeightOfDifference) });
        }

        return Answer(from, to, old, @new, differences!, only, page);
    }

    public void Dispose() => _cache.Dispose();

    private static ComparisonAnswer Answer(
        string from, string to, RevisionTree old, RevisionTree @new, IReadOnlyList<Difference> differences, Change? only, PageChoice page)
    {
        var counts = new int[4];
        foreach (var difference in differences)
        {
            counts[(int)difference.Change]++;
        }

        var shown = differences.Where(difference => only is null || difference.Change == only).Skip(page.Offset).Take(page.Limit);
        return new ComparisonAnswer(
            from,
            to,
            counts[(int)Change.Added],
            counts[(int)Change.Removed],
            counts[(int)Change.Changed],
            counts[(int)Change.Renamed],
            old.BytesBelow(Manifests.Manifest.Top),
            @new.BytesBelow(Manifests.Manifest.Top),
            old.FilesBelow(Manifests.Manifest.Top),
            @new.FilesBelow(Manifests.Manifest.Top),
            Readme(old) != Readme(@new),
            page.Offset,
            [.. shown.Select(difference => ChangeAnswer.Of(old, @new, difference))]);
    }

    private static string? Readme(RevisionTree tree) => tree.Manifest.Readme() is >= 0 and var index ? tree.HashOf(index) : null;
}

/// <summary>How two revisions differ.</summary>
/// <param name="From">The package hash of the one.</param>
/// <param name="To">The package hash of the other.</param>
/// <param name="Added">Tables and files that only the other has.</param>
/// <param name="Removed">Those that only the one has.</param>
/// <param name="Changed">Those that hold something else.</param>
/// <param name="Renamed">Those that hold the same at another place.</param>
/// <param name="FromSize">Bytes of the one.</param>
/// <param name="ToSize">Bytes of the other.</param>
/// <param name="FromFiles">Tables and files of the one.</param>
/// <param name="ToFiles">Tables and files of the other.</param>
/// <param name="ReadmeDiffers">Whether their READMEs are not the same.</param>
/// <param name="Offset">How many come before these.</param>
/// <param name="Changes">Some of them, in the order of the tree.</param>
internal sealed record ComparisonAnswer(
    string From,
    string To,
    int Added,
    int Removed,
    int Changed,
    int Renamed,
    long FromSize,
    long ToSize,
    int FromFiles,
    int ToFiles,
    bool ReadmeDiffers,
    int Offset,
    IReadOnlyList<ChangeAnswer> Changes);

/// <summary>A table or file in which two revisions differ.</summary>
/// <param name="Change"><c>added</c>, <c>removed</c>, <c>changed</c> or <c>renamed</c>.</param>
/// <param name="Path">Its place; of a removed one the place it had.</param>
/// <param name="OldPath">The place that a renamed one had.</param>
/// <param name="OldSize">Bytes before; null for added ones.</param>
/// <param name="NewSize">Bytes after; null for removed ones.</param>
/// <param name="OldObject">Its first object before.</param>
/// <param name="NewObject">Its first object after.</param>
internal sealed record ChangeAnswer(
    string Change, string Path, string? OldPath, string Kind, long? OldSize, long? NewSize, string? OldObject, string? NewObject)
{
    public static ChangeAnswer Of(RevisionTree old, RevisionTree @new, Difference difference)
    {
        var (change, before, after) = difference;
        return new ChangeAnswer(
            change.ToString().ToLowerInvariant(),
            after >= 0 ? @new.PathOf(after) : old.PathOf(before),
            change == Contents.Change.Renamed ? old.PathOf(before) : null,
            after >= 0 ? NodeAnswer.KindOf(@new.Manifest, after) : NodeAnswer.KindOf(old.Manifest, before),
            before >= 0 ? old.BytesBelow(before) : null,
            after >= 0 ? @new.BytesBelow(after) : null,
            FirstObject(old, before),
            FirstObject(@new, after));
    }

    private static string? FirstObject(RevisionTree tree, int node) =>
        node >= 0 && tree.Manifest.HashesOf(node) is [var first, ..] ? tree.HashOf(first) : null;
}
