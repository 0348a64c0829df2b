namespace Quilt.Api.Manifests;

/// <summary>The types of node that a package tree is made of.</summary>
internal enum NodeType : byte
{
    None,
    Root,
    Group,
    Table,
    File,
}

/// <summary>The keys that a node may have, as a set.</summary>
[Flags]
internal enum NodeKeys : byte
{
    None = 0,
    Type = 1,
    Children = 2,
    Hashes = 4,
    Metadata = 8,
    MetadataHash = 16,
    Format = 32,
}

/// <summary>
/// One node of a tree that lies in an array in document order, so that a subtree is the range from its node to
/// <see cref="End"/>, the first child follows its parent, and the next sibling stands at the child's own end.
/// </summary>
internal struct Node
{
    /// <summary>No object.</summary>
    public const int NoObject = -1;

    public NodeType Type;
    public NodeKeys Keys;
    public TextRef Name;

    /// <summary>The node after the last one of this subtree.</summary>
    public int End;

    /// <summary>Where the sorted children (of a group) or the hashes (of a table or file) begin in their array.</summary>
    public int Start;

    /// <summary>How many children or hashes there are.</summary>
    public int Count;

    /// <summary>The object of the node's own metadata, or <see cref="NoObject"/>.</summary>
    public int MetadataHash;

    /// <summary>Where the JSON of <c>metadata</c> stands in the body; length 0 where there is none.</summary>
    public TextRef Metadata;
}
