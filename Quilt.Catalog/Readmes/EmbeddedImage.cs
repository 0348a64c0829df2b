using System.Buffers.Text;
using System.Text;
using Quilt.Catalog.Previews.Images;

namespace Quilt.Catalog.Readmes;

/// <summary>Pictures that a text carries inside itself, as <c>data:</c> addresses.</summary>
internal static class EmbeddedImage
{
    private const int HeadLength = 64 * 1024;

    /// <summary>What the picture is, by its first bytes; null where they are those of no picture, or not base64.</summary>
    public static ImageHeader? Read(string address)
    {
        var comma = address.IndexOf(',', StringComparison.Ordinal);
        return comma > 0 && address.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase)
            ? ReadBase64(address.AsSpan(comma + 1))
            : null;
    }

    /// <inheritdoc cref="Read"/>
    public static ImageHeader? ReadBase64(ReadOnlySpan<char> base64)
    {
        // Whole groups of four characters, so that what follows is not missed.
        var text = Encoding.ASCII.GetBytes(base64.Trim()[..Math.Min(base64.Trim().Length, HeadLength)].ToString());
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        Base64.DecodeFromUtf8(text, bytes, out _, out var written, isFinalBlock: false);
        return ImageHeader.Read(bytes.AsSpan(0, written));
    }
}
