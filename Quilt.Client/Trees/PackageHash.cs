using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Quilt.Client;

/// <summary>
/// Computes the hash that names a revision. Written for clarity, one node after the other as the protocol tells it, and
/// on purpose apart from the registry's own hasher: each proves the other.
/// </summary>
public static class PackageHash
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The hash of the package whose top is <paramref name="root"/>: 64 lower-case hex digits.</summary>
    /// <exception cref="ArgumentException">A name holds half a surrogate pair.</exception>
    public static string Compute(PackageNode root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var open = new Stack<(PackageNode Node, Queue<(string Name, PackageNode Node)> Left)>();
        Start(root);
        while (open.TryPeek(out var current))
        {
            if (current.Left.TryDequeue(out var child))
            {
                Append(hash, child.Name);
                Start(child.Node);
                continue;
            }

            open.Pop();
            if (current.Node.MetadataHash is { } metadataHash)
            {
                Append(hash, metadataHash);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Start(PackageNode node)
        {
            Append(hash, NameOf(node.Type));
            if (node.IsGroup)
            {
                Append(hash, node.Children.Count);
            }
            else
            {
                Append(hash, node.Hashes.Count);
                foreach (var content in node.Hashes)
                {
                    Append(hash, content);
                }
            }

            open.Push((node, new Queue<(string, PackageNode)>(InCodePointOrder(node.Children))));
        }
    }

    /// <summary>The name of a kind of node on the wire.</summary>
    internal static string NameOf(NodeType type) => type switch
    {
        NodeType.Root => "ROOT",
        NodeType.Group => "GROUP",
        NodeType.Table => "TABLE",
        _ => "FILE",
    };

    /// <summary>The kind of node that a name on the wire stands for.</summary>
    internal static NodeType TypeOf(string? name) => name switch
    {
        "ROOT" => NodeType.Root,
        "GROUP" => NodeType.Group,
        "TABLE" => NodeType.Table,
        "FILE" => NodeType.File,
        null => throw new JsonException("A node of the tree has no 'type'."),
        _ => throw new JsonException($"'{name}' is no type of node."),
    };

    private static IEnumerable<(string Name, PackageNode Node)> InCodePointOrder(IReadOnlyDictionary<string, PackageNode> children) =>
        children
            .Select(child => (Bytes: Utf8.GetBytes(child.Key), Name: child.Key, Node: child.Value))
            .OrderBy(child => child.Bytes, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)))
            .Select(child => (child.Name, child.Node));

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        Append(hash, text.EnumerateRunes().Count());
        hash.AppendData(Utf8.GetBytes(text));
    }
}
