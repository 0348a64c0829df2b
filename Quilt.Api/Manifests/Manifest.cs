using System.Text;

namespace Quilt.Api.Manifests;

/// <summary>
/// A package tree as read: its JSON as it came, and flat arrays beside it. Nodes are numbered in document order, 0 is the
/// top; objects in the order of their first appearance.
/// </summary>
internal sealed class Manifest(
    TextStore texts,
    TextRef contents,
    GrowingArray<Node> nodes,
    GrowingArray<int> hashes,
    GrowingArray<int> sorted,
    ObjectTable objects)
{
    /// <summary>The top node.</summary>
    public const int Top = 0;

    /// <summary>The tree as JSON, byte for byte as it came.</summary>
    public ReadOnlyMemory<byte> Contents => texts.Body.Slice(contents.Offset, contents.Length);

    /// <summary>The distinct objects of the whole tree, metadata objects included.</summary>
    public ObjectTable Objects => objects;

    public int NodeCount => nodes.Count;

    public bool IsRoot => TypeOf(Top) == NodeType.Root;

    /// <summary>Reads a tree that stands alone, such as one stored before.</summary>
    public static Parsed<Manifest> Read(ReadOnlyMemory<byte> contents, ManifestLimits limits) =>
        BodyReader.Read<Manifest>(contents, limits, (texts, ref cursor) =>
        {
            var problem = new ContentsReader(texts, limits).Read(ref cursor, out var manifest);
            return new(manifest, problem);
        });

    public NodeType TypeOf(int node) => nodes[node].Type;

    public bool IsGroup(int node) => TypeOf(node) is NodeType.Root or NodeType.Group;

    /// <summary>The node's name in UTF-8, empty for the top.</summary>
    public ReadOnlySpan<byte> NameOf(int node) => texts[nodes[node].Name];

    /// <summary>The JSON of the node's <c>metadata</c>; empty where it has none.</summary>
    public ReadOnlySpan<byte> MetadataOf(int node) => texts[nodes[node].Metadata];

    /// <summary>The object that the node's <c>metadata_hash</c> names, or <see cref="Node.NoObject"/>.</summary>
    public int MetadataHashOf(int node) => nodes[node].MetadataHash;

    /// <summary>The node after the last one below this.</summary>
    public int EndOf(int node) => nodes[node].End;

    /// <summary>The objects that a table or file consists of; none for groups.</summary>
    public ReadOnlySpan<int> HashesOf(int node) =>
        IsGroup(node) ? [] : hashes.Span.Slice(nodes[node].Start, nodes[node].Count);

    /// <summary>The children of a group by name, in code-point order; none for tables and files.</summary>
    public ReadOnlySpan<int> ChildrenOf(int node) =>
        IsGroup(node) ? sorted.Span.Slice(nodes[node].Start, nodes[node].Count) : [];

    /// <summary>The child of that name (UTF-8).</summary>
    public bool TryGetChild(int node, ReadOnlySpan<byte> name, out int child)
    {
        var children = ChildrenOf(node);
        int low = 0, high = children.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            child = children[middle];
            switch (NameOf(child).SequenceCompareTo(name))
            {
                case 0:
                    return true;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle - 1;
                    break;
            }
        }

        child = -1;
        return false;
    }

    /// <summary>Follows names down from the top; where that fails, <paramref name="missing"/> is the name that is not there.</summary>
    public bool TryGetNode(IEnumerable<string> path, out int node, out string? missing)
    {
        node = Top;
        foreach (var name in path)
        {
            if (!TryGetChild(node, Encoding.UTF8.GetBytes(name), out node))
            {
                missing = name;
                return false;
            }
        }

        missing = null;
        return true;
    }

    /// <summary>The distinct objects of a subtree, by index.</summary>
    /// <param name="node">The subtree's top.</param>
    /// <param name="metadataOnly">Only what <c>metadata_hash</c> names.</param>
    public int[] ObjectsOf(int node, bool metadataOnly)
    {
        var seen = new bool[objects.Count];
        var found = new GrowingArray<int>(0);
        for (var end = EndOf(node); node < end; node++)
        {
            foreach (var index in metadataOnly ? [] : HashesOf(node))
            {
                Take(index);
            }

            if (MetadataHashOf(node) != Node.NoObject)
            {
                Take(MetadataHashOf(node));
            }
        }

        return found.Span.ToArray();

        void Take(int index)
        {
            if (!seen[index])
            {
                seen[index] = true;
                found.Add(index);
            }
        }
    }

    /// <summary>The object that holds the package's README, or <see cref="Node.NoObject"/>.</summary>
    public int Readme() =>
        TryGetChild(Top, "README"u8, out var readme) && TypeOf(readme) == NodeType.File && HashesOf(readme) is [var first, ..]
            ? first
            : Node.NoObject;
}
