using NpgsqlTypes;

namespace Quilt.Api.Model;

/// <summary>One pushed state of a package, named by its package hash, with all that is derived from it ready to serve.</summary>
internal sealed class Revision
{
    public long Id { get; set; }

    public long PackageId { get; set; }

    /// <summary>The package hash, 32 bytes.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The tree as pushed: zlib-compressed UTF-8 JSON.</summary>
    public required byte[] Contents { get; set; }

    /// <summary>Bytes of the tree before compression.</summary>
    public int ContentsLength { get; set; }

    /// <summary>
    /// Sizes in bytes of the tree's objects, in the order in which the manifest reader first meets them;
    /// variable-length integers, so that a million small files cost little.
    /// </summary>
    public required byte[] ObjectSizes { get; set; }

    public int ObjectCount { get; set; }

    /// <summary>Bytes of all objects, uncompressed.</summary>
    public long TotalSize { get; set; }

    /// <summary>JSON: extension to number of files.</summary>
    public required string FileTypes { get; set; }

    /// <summary>JSON: the cut tree that <c>package_preview</c> answers.</summary>
    public required string Preview { get; set; }

    /// <summary>The object that holds the README, 32 bytes.</summary>
    public byte[]? ReadmeHash { get; set; }

    /// <summary>The start of the README as text.</summary>
    public string? ReadmePreview { get; set; }

    public NpgsqlTsVector? Search { get; set; }

    public required string CreatedBy { get; set; }

    public DateTime CreatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    public DateTime UpdatedAt { get; set; }
}
