using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Quilt.Tests.Manifests;

/// <summary>The package tree as the protocol tells it, without regard to speed: what the fast reader is held against.</summary>
internal static class NaiveManifest
{
    public static string Hash(byte[] tree)
    {
        using var stream = new MemoryStream();
        Write(JsonNode.Parse(tree)!, stream);
        return Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));
    }

    /// <summary>All objects, in the order of the document.</summary>
    public static IEnumerable<string> Objects(JsonNode node)
    {
        foreach (var (key, value) in node.AsObject())
        {
            var found = key switch
            {
                "hashes" => value!.AsArray().Select(hash => (string)hash!),
                "metadata_hash" => [(string)value!],
                "children" => value!.AsObject().SelectMany(child => Objects(child.Value!)),
                _ => [],
            };
            foreach (var hash in found)
            {
                yield return hash;
            }
        }
    }

    private static void Write(JsonNode node, MemoryStream stream)
    {
        Text((string)node["type"]!, stream);
        if (node["hashes"] is JsonArray hashes)
        {
            Count(hashes.Count, stream);
            foreach (var hash in hashes)
            {
                Text((string)hash!, stream);
            }
        }
        else
        {
            var children = node["children"]!.AsObject().OrderBy(child => child.Key, Comparer<string>.Create(CompareCodePoints)).ToList();
            Count(children.Count, stream);
            foreach (var (name, child) in children)
            {
                Text(name, stream);
                Write(child!, stream);
            }
        }

        if (node["metadata_hash"] is { } metadata)
        {
            Text((string)metadata!, stream);
        }
    }

    private static int CompareCodePoints(string one, string other)
    {
        var pairs = one.EnumerateRunes().Zip(other.EnumerateRunes(), (x, y) => x.Value.CompareTo(y.Value));
        return pairs.FirstOrDefault(order => order != 0) is var order and not 0 ? order : one.Length.CompareTo(other.Length);
    }

    private static void Text(string text, MemoryStream stream)
    {
        Count(text.EnumerateRunes().Count(), stream);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void Count(int count, MemoryStream stream)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, count);
        stream.Write(bytes);
    }
}
