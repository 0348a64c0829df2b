using System.IO.Compression;
using ZstdSharp.Unsafe;

namespace Quilt.Catalog.Previews.Parquet;

/// <summary>How pages are compressed, by parquet's codes.</summary>
internal enum Codec
{
    None = 0,
    Snappy = 1,
    Gzip = 2,
    Lzo = 3,
    Brotli = 4,
    Lz4Framed = 5,
    Zstd = 6,
    Lz4 = 7,
}

/// <summary>
/// Unpacks as much of a page as is wanted, of as much of it as was read. The outcome is as long as the caller allows,
/// whatever the page says of itself.
/// </summary>
internal static class Decompression
{
    /// <summary>The largest window of a zstd frame that is unpacked, as a power of two; one byte of a frame can ask for gigabytes.</summary>
    private const int MaxZstdWindow = 23;

    /// <param name="codec">How the page is compressed.</param>
    /// <param name="packed">Its first bytes, or all.</param>
    /// <param name="wanted">How much to unpack at most.</param>
    public static ReadOnlyMemory<byte> Begin(Codec codec, ReadOnlyMemory<byte> packed, int wanted) => codec switch
    {
        Codec.None => packed[..Math.Min(packed.Length, wanted)],
        Codec.Snappy => LempelZiv.Snappy(packed.Span, wanted),
        Codec.Lz4 => LempelZiv.Lz4(packed.Span, wanted),
        Codec.Gzip => Read(packed, wanted, stored => new GZipStream(stored, CompressionMode.Decompress)),
        Codec.Brotli => Read(packed, wanted, stored => new BrotliStream(stored, CompressionMode.Decompress)),
        Codec.Zstd => Read(packed, wanted, Zstd),
        _ => throw new PreviewRefusedException("Its columns are compressed in a way that is not known here."),
    };

    private static ZstdSharp.DecompressionStream Zstd(Stream stored)
    {
        var stream = new ZstdSharp.DecompressionStream(stored, leaveOpen: false);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MaxZstdWindow);
        return stream;
    }

    private static ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> packed, int wanted, Func<Stream, Stream> open)
    {
        var buffer = new byte[Math.Min(wanted, 64 * 1024)];
        var read = 0;
        try
        {
            using var stream = open(new MemoryStream(packed.ToArray(), writable: false));
            while (read < wanted && stream.Read(buffer, read, buffer.Length - read) is var more and > 0)
            {
                read += more;
                if (read == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min(wanted, 2L * read));
                }
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or InvalidOperationException or ZstdSharp.ZstdException or IOException)
        {
            // The end of what was read of the page, or of what is whole of it.
        }

        return buffer.AsMemory(0, read);
    }
}
