using System.Text.Json;

namespace Quilt.Api.Manifests;

/// <summary>Which keys a node may and must have, by its type.</summary>
internal static class NodeRules
{
    /// <summary>The key that the reader stands on; none when nodes have no such key.</summary>
    public static NodeKeys KeyOf(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped)
        {
            return EscapedKeyOf(ref json);
        }

        var key = json.ValueSpan;
        return key.Length switch
        {
            4 when key.SequenceEqual("type"u8) => NodeKeys.Type,
            6 when key.SequenceEqual("hashes"u8) => NodeKeys.Hashes,
            6 when key.SequenceEqual("format"u8) => NodeKeys.Format,
            8 when key.SequenceEqual("children"u8) => NodeKeys.Children,
            8 when key.SequenceEqual("metadata"u8) => NodeKeys.Metadata,
            13 when key.SequenceEqual("metadata_hash"u8) => NodeKeys.MetadataHash,
            _ => NodeKeys.None,
        };
    }

    /// <summary>The type named by the value that the reader stands on.</summary>
    public static NodeType TypeOf(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return NodeType.None;
        }

        return JsonText.Is(json, "FILE"u8) ? NodeType.File
            : JsonText.Is(json, "GROUP"u8) ? NodeType.Group
            : JsonText.Is(json, "TABLE"u8) ? NodeType.Table
            : JsonText.Is(json, "ROOT"u8) ? NodeType.Root
            : NodeType.None;
    }

    /// <summary>The formats that tables have been stored in; HDF5 comes from the oldest clients only.</summary>
    public static bool IsFormat(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String && (JsonText.Is(json, "PARQUET"u8) || JsonText.Is(json, "HDF5"u8));

    /// <summary>What is wrong with a node whose keys are all read, or null.</summary>
    public static string? Check(in Node node, bool atTop)
    {
        var (must, may) = node.Type switch
        {
            NodeType.Root or NodeType.Group => (NodeKeys.Children, NodeKeys.MetadataHash),
            NodeType.Table => (NodeKeys.Hashes | NodeKeys.Format, NodeKeys.Metadata | NodeKeys.MetadataHash),
            NodeType.File => (NodeKeys.Hashes, NodeKeys.Metadata | NodeKeys.MetadataHash),
            _ => (NodeKeys.Type, NodeKeys.None),
        };
        if ((must & ~node.Keys) is not NodeKeys.None and var missing)
        {
            return $"the key \"{NameOf(missing)}\" is missing";
        }

        if ((node.Keys & ~(NodeKeys.Type | must | may)) is not NodeKeys.None and var odd)
        {
            return $"a {NameOf(node.Type)} node has no key \"{NameOf(odd)}\"";
        }

        return node.Type == NodeType.Root && !atTop ? "a ROOT node can only be at the top" : null;
    }

    /// <summary>The type as it is written in JSON.</summary>
    public static string NameOf(NodeType type) => type switch
    {
        NodeType.Root => "ROOT",
        NodeType.Group => "GROUP",
        NodeType.Table => "TABLE",
        NodeType.File => "FILE",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static NodeKeys EscapedKeyOf(ref Utf8JsonReader json) =>
        JsonText.Is(json, "type"u8) ? NodeKeys.Type
            : JsonText.Is(json, "hashes"u8) ? NodeKeys.Hashes
            : JsonText.Is(json, "format"u8) ? NodeKeys.Format
            : JsonText.Is(json, "children"u8) ? NodeKeys.Children
            : JsonText.Is(json, "metadata"u8) ? NodeKeys.Metadata
            : JsonText.Is(json, "metadata_hash"u8) ? NodeKeys.MetadataHash
            : NodeKeys.None;

    // Of several keys the message names the first.
    private static string NameOf(NodeKeys keys) =>
        keys.HasFlag(NodeKeys.Type) ? "type"
            : keys.HasFlag(NodeKeys.Children) ? "children"
            : keys.HasFlag(NodeKeys.Hashes) ? "hashes"
            : keys.HasFlag(NodeKeys.Metadata) ? "metadata"
            : keys.HasFlag(NodeKeys.MetadataHash) ? "metadata_hash"
            : "format";
}
