using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Quilt.Api.Manifests;

/// <summary>What came of placing a node: the new tree, or the name on the way that is no group.</summary>
internal readonly record struct Merged(ReadOnlyMemory<byte> Contents, string? NotAGroup);

/// <summary>Places a node in a stored tree by cutting the JSON where it belongs: all other bytes stay as they are.</summary>
internal static class TreeMerge
{
    /// <summary>A package without anything in it.</summary>
    public static ReadOnlyMemory<byte> EmptyTree { get; } = """{"type":"ROOT","children":{}}"""u8.ToArray();

    /// <summary>The tree with the node at the path: missing groups are made, what stood there is replaced.</summary>
    /// <param name="tree">A tree that was checked when it came in.</param>
    /// <param name="path">Names from the top down, at least one.</param>
    /// <param name="node">The node's JSON.</param>
    public static Merged Place(ReadOnlyMemory<byte> tree, IReadOnlyList<string> path, ReadOnlyMemory<byte> node)
    {
        ArgumentOutOfRangeException.ThrowIfZero(path.Count);
        var json = new Utf8JsonReader(tree.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        json.Read();
        for (var level = 0; level < path.Count; level++)
        {
            if (!TryEnterChildren(ref json))
            {
                return new(default, path[level - 1]);
            }

            if (!TryEnterChild(ref json, path[level], out var isFirst))
            {
                return new(Insert(tree.Span, (int)json.TokenStartIndex, isFirst, path, level, node.Span), null);
            }
        }

        var start = (int)json.TokenStartIndex;
        json.Skip();
        return new(Replace(tree.Span, start, (int)json.BytesConsumed, node.Span), null);
    }

    // From a node's opening brace to that of its children.
    private static bool TryEnterChildren(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = JsonText.Is(json, "children"u8);
            json.Read();
            if (found)
            {
                return true;
            }

            json.Skip();
        }

        return false;
    }

    // From the opening brace of children to the child's; where there is no such child, to the closing one.
    private static bool TryEnterChild(ref Utf8JsonReader json, string name, out bool isFirst)
    {
        isFirst = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            isFirst = false;
            var found = json.ValueTextEquals(name);
            json.Read();
            if (found)
            {
                return true;
            }

            json.Skip();
        }

        return false;
    }

    private static byte[] Replace(ReadOnlySpan<byte> tree, int start, int end, ReadOnlySpan<byte> node) =>
        [.. tree[..start], .. node, .. tree[end..]];

    private static byte[] Insert(
        ReadOnlySpan<byte> tree, int at, bool isFirst, IReadOnlyList<string> path, int level, ReadOnlySpan<byte> node)
    {
        var merged = new ArrayBufferWriter<byte>(tree.Length + node.Length + 256);
        merged.Write(tree[..at]);
        merged.Write(isFirst ? default : ","u8);
        for (var missing = level; missing < path.Count; missing++)
        {
            merged.Write(missing == level ? default : """{"type":"GROUP","children":{"""u8);
            merged.Write("\""u8);
            merged.Write(JsonEncodedText.Encode(path[missing], JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            merged.Write("\":"u8);
        }

        merged.Write(node);
        for (var missing = level + 1; missing < path.Count; missing++)
        {
            merged.Write("}}"u8);
        }

        merged.Write(tree[at..]);
        return merged.WrittenSpan.ToArray();
    }
}
