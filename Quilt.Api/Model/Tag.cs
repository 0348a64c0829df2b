namespace Quilt.Api.Model;

/// <summary>A movable name of a revision.</summary>
internal sealed class Tag
{
    /// <summary>The tag that a push moves and an install follows unless told otherwise.</summary>
    public const string Latest = "latest";

    public long PackageId { get; set; }

    public required string Name { get; set; }

    public long RevisionId { get; set; }
}
