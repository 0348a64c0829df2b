using Quilt.Catalog.Previews.Images;

namespace Quilt.Catalog.Previews;

/// <summary>How a file is shown.</summary>
internal enum PreviewKind
{
    Binary,
    Text,
    Csv,
    Tsv,
    Json,
    JsonLines,
    Markdown,
    Notebook,
    Image,
    Parquet,
    Hdf5,
}

/// <summary>Finds out what a file is: by its first bytes where they tell, else by its name.</summary>
internal static class PreviewKinds
{
    private static readonly Dictionary<string, PreviewKind> ByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = PreviewKind.Csv,
        [".tsv"] = PreviewKind.Tsv,
        [".tab"] = PreviewKind.Tsv,
        [".json"] = PreviewKind.Json,
        [".geojson"] = PreviewKind.Json,
        [".jsonl"] = PreviewKind.JsonLines,
        [".ndjson"] = PreviewKind.JsonLines,
        [".md"] = PreviewKind.Markdown,
        [".markdown"] = PreviewKind.Markdown,
        [".ipynb"] = PreviewKind.Notebook,
    };

    private static ReadOnlySpan<byte> Hdf5 => [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10];

    private static ReadOnlySpan<byte> Utf16 => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> Utf16BigEndian => [0xFE, 0xFF];

    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B];

    /// <summary>Whether a file without the store's word for it is a gzip.</summary>
    public static bool IsGzip(string name, ReadOnlySpan<byte> head) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && head.StartsWith(Gzip);

    /// <param name="name">The file's name, without an ending that says that it is compressed.</param>
    /// <param name="head">The first bytes of its content.</param>
    public static PreviewKind Of(string name, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PAR1"u8) || head.StartsWith("PARE"u8))
        {
            return PreviewKind.Parquet;
        }

        if (head.StartsWith(Hdf5))
        {
            return PreviewKind.Hdf5;
        }

        if (ImageHeader.IsImage(head))
        {
            return PreviewKind.Image;
        }

        // UTF-16 has zeros, and says so first.
        var isUtf16 = head.StartsWith(Utf16) || head.StartsWith(Utf16BigEndian);
        if (!isUtf16 && head.Contains((byte)0))
        {
            return PreviewKind.Binary;
        }

        // The package's README has no ending where the node's name is all that is known of it.
        return ByEnding.TryGetValue(Path.GetExtension(name), out var kind) ? kind
            : name.Equals("README", StringComparison.OrdinalIgnoreCase) ? PreviewKind.Markdown
            : PreviewKind.Text;
    }
}
