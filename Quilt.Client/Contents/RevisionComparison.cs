namespace Quilt.Client;

/// <summary>How two revisions differ.</summary>
/// <param name="From">The one.</param>
/// <param name="To">The other.</param>
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
public sealed record RevisionComparison(
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
    IReadOnlyList<FileChange> Changes);

/// <summary>A table or file in which two revisions differ.</summary>
/// <param name="Change"><c>added</c>, <c>removed</c>, <c>changed</c> or <c>renamed</c>.</param>
/// <param name="Path">Its place; of a removed one the place it had.</param>
/// <param name="OldPath">The place that a renamed one had.</param>
/// <param name="Kind"><c>table</c> or <c>file</c>.</param>
/// <param name="OldSize">Bytes before; null for added ones.</param>
/// <param name="NewSize">Bytes after; null for removed ones.</param>
/// <param name="OldObject">Its first object before.</param>
/// <param name="NewObject">Its first object after.</param>
public sealed record FileChange(
    string Change, string Path, string? OldPath, string Kind, long? OldSize, long? NewSize, string? OldObject, string? NewObject);
