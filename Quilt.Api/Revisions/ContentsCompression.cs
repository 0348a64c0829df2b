using System.IO.Compression;

namespace Quilt.Api.Revisions;

/// <summary>How a tree is stored: zlib at its fastest, which halves hex hashes and nearly removes all the rest.</summary>
internal static class ContentsCompression
{
    /// <summary>Compresses a tree.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> contents)
    {
        using var compressed = new MemoryStream(contents.Length / 3);
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(contents);
        }

        return compressed.ToArray();
    }

    /// <summary>Restores a tree of <paramref name="length"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public static byte[] Decompress(byte[] compressed, int length)
    {
        var contents = new byte[length];
        using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        zlib.ReadExactly(contents);
        return contents;
    }
}
