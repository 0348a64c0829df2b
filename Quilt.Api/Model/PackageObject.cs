namespace Quilt.Api.Model;

/// <summary>
/// An object that some revision of a package holds: one row per package and object, so that a push writes rows only for
/// what the package did not have, and <c>get_objects</c> finds out by one index who may see an object.
/// </summary>
internal sealed class PackageObject
{
    public long PackageId { get; set; }

    /// <summary>SHA-256 of the uncompressed content, 32 bytes.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Bytes, uncompressed.</summary>
    public long Size { get; set; }
}
