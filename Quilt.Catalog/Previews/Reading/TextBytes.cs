using System.IO.Compression;
using System.Text;

namespace Quilt.Catalog.Previews.Reading;

/// <summary>The beginning of a file's content.</summary>
/// <param name="Bytes">What was read of it.</param>
/// <param name="IsWhole">Whether that is all.</param>
internal sealed record TextBytes(ArraySegment<byte> Bytes, bool IsWhole)
{
    /// <summary>Its text, in the encodings that announce themselves; everything else is read as UTF-8, with what is not replaced.</summary>
    public string Text
    {
        get
        {
            using var reader = new StreamReader(
                new MemoryStream(Bytes.Array!, Bytes.Offset, Bytes.Count, writable: false), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Reads and unpacks no more than the cap: a bomb costs no more than any other file.</summary>
    /// <param name="reader">The object.</param>
    /// <param name="unpack">Whether its stored bytes are a gzip.</param>
    /// <param name="limit">Bytes of content.</param>
    /// <param name="maxStored">Bytes to read of the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<TextBytes> ReadAsync(ObjectReader reader, bool unpack, int limit, long maxStored, CancellationToken cancellationToken)
    {
        // One byte more than is shown tells whether there is more.
        var asked = (int)Math.Clamp(unpack ? maxStored : Math.Min(limit + 1L, maxStored), 1, int.MaxValue);
        await using var stored = await reader.OpenAsync(asked, cancellationToken);
        await using var content = unpack ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        var buffer = new byte[(int)Math.Min(limit + 1L, unpack ? long.MaxValue : Math.Max(reader.StoredSize, 1))];
        var (read, isBroken) = await FillAsync(content, buffer, cancellationToken);
        if (isBroken && read == 0)
        {
            throw new PreviewRefusedException("The file is stored compressed, and cannot be unpacked. Push it again to mend it.");
        }

        var isWhole = !isBroken && read <= limit && (unpack ? reader.StoredSize <= asked : reader.StoredSize <= read);
        return new(new ArraySegment<byte>(buffer, 0, Math.Min(read, limit)), isWhole);
    }

    /// <summary>Fills the buffer as far as it goes; of a gzip that ends early or is damaged, what comes before that counts.</summary>
    private static async Task<(int Read, bool IsBroken)> FillAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        var read = 0;
        try
        {
            while (read < buffer.Length)
            {
                var more = await content.ReadAsync(buffer.AsMemory(read), cancellationToken);
                if (more == 0)
                {
                    break;
                }

                read += more;
            }

            return (read, false);
        }
        catch (InvalidDataException)
        {
            return (read, true);
        }
    }
}
