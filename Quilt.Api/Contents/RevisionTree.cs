using System.Text;
using Quilt.Api.Manifests;
using Quilt.Api.Revisions;

namespace Quilt.Api.Contents;

/// <summary>
/// A revision's tree, read and summed up, so that any page of it is answered from flat arrays: a subtree is a range of
/// nodes, and what it holds the difference of two running totals. Immutable; requests share it.
/// </summary>
internal sealed class RevisionTree
{
    /// <summary>Bytes that a node takes beside the JSON: the node itself, its place among the sorted, its totals, its objects.</summary>
    private const int WeightOfNode = 100;

    private readonly long[] _sizes;
    private readonly long[] _bytes;
    private readonly int[] _files;
    private readonly int[] _parents;

    public RevisionTree(RevisionContent content)
    {
        Revision = content;
        Manifest = Manifest.Read(content.Contents, ManifestLimits.None) is { IsValid: true } read
            ? read.Value
            : throw new InvalidDataException("The stored tree of a revision cannot be read.");
        _sizes = content.Sizes;
        _bytes = new long[Manifest.NodeCount + 1];
        _files = new int[Manifest.NodeCount + 1];
        _parents = new int[Manifest.NodeCount];
        var parent = -1;
        for (var node = 0; node < Manifest.NodeCount; node++)
        {
            // In document order a node's parent is the one before it, or above that, whose end is not reached.
            while (parent >= 0 && Manifest.EndOf(parent) <= node)
            {
                parent = _parents[parent];
            }

            _parents[node] = parent;
            parent = node;

            // Absurd sizes wrap around, and so do the differences: what is below a node stays right.
            var bytes = _bytes[node];
            foreach (var index in Manifest.HashesOf(node))
            {
                bytes = unchecked(bytes + _sizes[index]);
            }

            _bytes[node + 1] = bytes;
            _files[node + 1] = _files[node] + (Manifest.IsGroup(node) ? 0 : 1);
        }
    }

    public RevisionContent Revision { get; }

    public Manifest Manifest { get; }

    /// <summary>About how many bytes this takes in memory, its JSON included.</summary>
    public long Weight => Revision.Weight + ((long)Manifest.NodeCount * WeightOfNode);

    /// <summary>Bytes of all tables and files in a subtree, an object counted as often as it occurs.</summary>
    public long BytesBelow(int node) => unchecked(_bytes[Manifest.EndOf(node)] - _bytes[node]);

    /// <summary>How many tables and files a subtree has.</summary>
    public int FilesBelow(int node) => _files[Manifest.EndOf(node)] - _files[node];

    /// <summary>Bytes of one object.</summary>
    public long SizeOf(int index) => _sizes[index];

    /// <summary>The name of one object in lower-case hex.</summary>
    public string HashOf(int index) => Convert.ToHexStringLower(Manifest.Objects[index]);

    /// <summary>The place of a node: names with slashes between them.</summary>
    public string PathOf(int node)
    {
        var names = new Stack<string>();
        for (; node > Manifest.Top; node = _parents[node])
        {
            names.Push(Encoding.UTF8.GetString(Manifest.NameOf(node)));
        }

        return string.Join('/', names);
    }
}
