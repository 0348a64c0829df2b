using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Quilt.Client;

/// <summary>A node of a package's tree. Make one with the static methods named after the kinds.</summary>
[JsonConverter(typeof(PackageNodeConverter))]
public sealed class PackageNode
{
    internal PackageNode(NodeType type) => Type = type;

    /// <summary>What the node is.</summary>
    public NodeType Type { get; }

    /// <summary>Whether the node holds other nodes.</summary>
    public bool IsGroup => Type is NodeType.Root or NodeType.Group;

    /// <summary>The nodes inside, by name; empty for tables and files.</summary>
    public IReadOnlyDictionary<string, PackageNode> Children { get; internal init; } = ReadOnlyDictionary<string, PackageNode>.Empty;

    /// <summary>The objects that make up the content, in order; empty for groups.</summary>
    public IReadOnlyList<string> Hashes { get; internal init; } = [];

    /// <summary>What the pusher noted about a table or file; an object, or null when absent.</summary>
    public JsonElement? Metadata { get; internal init; }

    /// <summary>How a table is stored, such as <c>PARQUET</c>.</summary>
    public string? Format { get; internal init; }

    /// <summary>The object that holds the node's user metadata.</summary>
    public string? MetadataHash { get; internal init; }

    /// <summary>The top of a package.</summary>
    public static PackageNode Root(IReadOnlyDictionary<string, PackageNode> children, string? metadataHash = null) =>
        new(NodeType.Root) { Children = children, MetadataHash = metadataHash };

    /// <summary>A folder.</summary>
    public static PackageNode Group(IReadOnlyDictionary<string, PackageNode> children, string? metadataHash = null) =>
        new(NodeType.Group) { Children = children, MetadataHash = metadataHash };

    /// <summary>One raw file.</summary>
    public static PackageNode File(IReadOnlyList<string> hashes, JsonElement? metadata = null, string? metadataHash = null) =>
        new(NodeType.File) { Hashes = hashes, Metadata = metadata, MetadataHash = metadataHash };

    /// <summary>A data frame.</summary>
    public static PackageNode Table(IReadOnlyList<string> hashes, string format = "PARQUET", JsonElement? metadata = null, string? metadataHash = null) =>
        new(NodeType.Table) { Hashes = hashes, Format = format, Metadata = metadata, MetadataHash = metadataHash };

    /// <summary>The node at <paramref name="path"/> (names joined by <c>/</c>), or null; an empty path is this node.</summary>
    public PackageNode? Find(string path)
    {
        var node = this;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node?.Children.GetValueOrDefault(name);
        }

        return node;
    }

    /// <summary>This node and every node below it with its path, parents first. Works at any depth.</summary>
    public IEnumerable<(string Path, PackageNode Node)> Walk()
    {
        var pending = new Stack<(string Path, PackageNode Node)>([("", this)]);
        while (pending.TryPop(out var current))
        {
            yield return current;
            foreach (var (name, child) in current.Node.Children)
            {
                pending.Push((current.Path.Length == 0 ? name : $"{current.Path}/{name}", child));
            }
        }
    }

    /// <summary>Every object that the node and those below it need, metadata objects too, each once.</summary>
    public IReadOnlySet<string> Objects()
    {
        var objects = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<PackageNode>([this]);
        while (pending.TryPop(out var node))
        {
            objects.UnionWith(node.Hashes);
            if (node.MetadataHash is { } metadata)
            {
                objects.Add(metadata);
            }

            foreach (var child in node.Children.Values)
            {
                pending.Push(child);
            }
        }

        return objects;
    }
}
