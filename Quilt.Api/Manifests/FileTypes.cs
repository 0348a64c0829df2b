using System.Runtime.InteropServices;
using System.Text.Json;

namespace Quilt.Api.Manifests;

/// <summary>How many tables and files of a package came from files of which extension.</summary>
internal static class FileTypes
{
    /// <summary>Counts by lower-cased extension with its dot; empty for what has none or came from no file.</summary>
    public static Dictionary<string, int> Count(Manifest manifest)
    {
        var counts = new Dictionary<string, int>();
        var byExtension = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var path = new char[256];
        Span<char> lower = stackalloc char[64];
        for (var node = 0; node < manifest.NodeCount; node++)
        {
            if (manifest.IsGroup(node))
            {
                continue;
            }

            var extension = ExtensionOf(ReadPath(manifest.MetadataOf(node), ref path));
            if (extension.Length > lower.Length)
            {
                lower = new char[extension.Length];
            }

            CollectionsMarshal.GetValueRefOrAddDefault(byExtension, lower[..extension.ToLowerInvariant(lower)], out _)++;
        }

        return counts;
    }

    /// <summary>
    /// The extension of a path of which nobody knows whether Windows or Unix made it: both separators count, and a drive
    /// or a share is no name. A leading or trailing dot makes no extension.
    /// </summary>
    public static ReadOnlySpan<char> ExtensionOf(ReadOnlySpan<char> path)
    {
        var name = NameOf(WithoutDrive(path));
        var dot = name.LastIndexOf('.');
        return dot > 0 && dot < name.Length - 1 ? name[dot..] : [];
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> path)
    {
        while (true)
        {
            var separator = path.LastIndexOfAny('/', '\\');
            var name = path[(separator + 1)..];
            if (name is not ([] or ['.']) || separator < 0)
            {
                return name;
            }

            path = path[..separator];
        }
    }

    private static ReadOnlySpan<char> WithoutDrive(ReadOnlySpan<char> path)
    {
        if (path is [var drive, ':', ..] && char.IsAsciiLetter(drive))
        {
            return path[2..];
        }

        if (path is not ['/' or '\\', '/' or '\\', not ('/' or '\\'), ..])
        {
            return path;
        }

        // \\host\share\name
        var host = path[2..].IndexOfAny('/', '\\');
        if (host < 0)
        {
            return path;
        }

        var rest = path[(host + 3)..];
        var share = rest.IndexOfAny('/', '\\');
        return share == 0 ? path : share < 0 ? [] : rest[share..];
    }

    private static ReadOnlySpan<char> ReadPath(ReadOnlySpan<byte> metadata, ref char[] path)
    {
        if (metadata.IsEmpty)
        {
            return [];
        }

        var json = new Utf8JsonReader(metadata, new JsonReaderOptions { MaxDepth = int.MaxValue });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = JsonText.Is(json, "q_path"u8);
            json.Read();
            if (!found)
            {
                json.Skip();
                continue;
            }

            if (json.TokenType != JsonTokenType.String)
            {
                return [];
            }

            if (json.ValueSpan.Length > path.Length)
            {
                path = new char[json.ValueSpan.Length];
            }

            return path.AsSpan(0, json.CopyString(path));
        }

        return [];
    }
}
