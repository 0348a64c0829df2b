namespace Quilt.Api.Manifests;

/// <summary>How large a manifest may be; what goes beyond is refused with 400.</summary>
internal sealed record ManifestLimits
{
    /// <summary>The limits of a registry that says nothing else.</summary>
    public static ManifestLimits Default { get; } = new();

    /// <summary>For trees that were checked when they came in: a limit lowered since must not make them unreadable.</summary>
    public static ManifestLimits None { get; } = new()
    {
        Depth = int.MaxValue,
        MetadataDepth = int.MaxValue,
        NameLength = int.MaxValue,
        Objects = int.MaxValue,
    };

    /// <summary>Levels of groups below the top node.</summary>
    public int Depth { get; init; } = 1_000;

    /// <summary>Levels of objects and arrays in one node's metadata.</summary>
    public int MetadataDepth { get; init; } = 64;

    /// <summary>Code points in the name of a node.</summary>
    public int NameLength { get; init; } = 1_024;

    /// <summary>Distinct objects in one package.</summary>
    public int Objects { get; init; } = 1_000_000;
}
