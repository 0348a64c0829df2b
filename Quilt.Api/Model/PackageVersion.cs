namespace Quilt.Api.Model;

/// <summary>An immutable PEP 440 name of a revision.</summary>
internal sealed class PackageVersion
{
    public long PackageId { get; set; }

    /// <summary>The normalised form, for example <c>1.0.0a1</c>.</summary>
    public required string Version { get; set; }

    /// <summary>As the user wrote it, for example <c>1.0.0-Alpha1</c>.</summary>
    public required string UserVersion { get; set; }

    public long RevisionId { get; set; }
}
