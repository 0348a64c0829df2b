namespace Quilt.Api.Manifests;

/// <summary>What is pushed: a whole package, or a node to be placed in one.</summary>
internal enum PushBodyKind
{
    Package,
    SubPackage,
}

/// <summary>The body of a push, read and checked but for what has to be answered later than its form.</summary>
internal sealed class PushBody
{
    private readonly SizeTable _sizes;

    public PushBody(PushBodyKind kind, Manifest manifest, SizeTable sizes, bool dryRun, bool isPublic, bool isTeam)
    {
        Manifest = manifest;
        DryRun = dryRun;
        IsPublic = isPublic;
        IsTeam = isTeam;
        _sizes = sizes;
        TopNodeError = (kind, manifest.IsRoot) switch
        {
            (PushBodyKind.Package, false) => $"contents: a ROOT node is expected, not {NodeRules.NameOf(manifest.TypeOf(Manifest.Top))}",
            (PushBodyKind.SubPackage, true) => "contents: a GROUP, TABLE or FILE node is expected, not ROOT",
            _ => null,
        };
    }

    public Manifest Manifest { get; }

    public bool DryRun { get; }

    public bool IsPublic { get; }

    public bool IsTeam { get; }

    /// <summary>Set where the top node's type does not fit the call. Other checks come before it, so the body counts as read.</summary>
    public string? TopNodeError { get; }

    /// <summary>Reads a push body.</summary>
    public static Parsed<PushBody> Parse(ReadOnlyMemory<byte> utf8, ManifestLimits limits, PushBodyKind kind) =>
        BodyReader.Read<PushBody>(utf8, limits, (texts, ref cursor) => new PushBodyReader(texts, limits, kind).Read(ref cursor));

    /// <summary>The size of each object of the tree, by object index. A real push must name exactly the tree's objects.</summary>
    public Parsed<long[]> SizesOfObjects() => _sizes.For(Manifest.Objects);
}
