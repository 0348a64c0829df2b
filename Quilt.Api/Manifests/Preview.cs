using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Quilt.Api.Manifests;

/// <summary>
/// The first names of a tree as JSON, for people to look at: <c>[["name", children or null], …]</c>, sorted. A level shows
/// ten children; below the fourth level, as after the tenth child, <c>["...", null]</c> stands for the rest.
/// </summary>
internal static class Preview
{
    private const int Levels = 4;
    private const int ChildrenPerLevel = 10;

    /// <summary>The preview in UTF-8.</summary>
    public static byte[] Of(Manifest manifest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Only JSON escapes: the answer is never part of a page.
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Write(json, manifest, Manifest.Top, Levels);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Manifest manifest, int group, int levels)
    {
        var children = manifest.ChildrenOf(group);
        var shown = levels == 0 ? 0 : Math.Min(children.Length, ChildrenPerLevel);
        json.WriteStartArray();
        foreach (var child in children[..shown])
        {
            json.WriteStartArray();
            json.WriteStringValue(manifest.NameOf(child));
            if (manifest.IsGroup(child))
            {
                Write(json, manifest, child, levels - 1);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteEndArray();
        }

        if (shown < children.Length)
        {
            json.WriteStartArray();
            json.WriteStringValue("..."u8);
            json.WriteNullValue();
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
