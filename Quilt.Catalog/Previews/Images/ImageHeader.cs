using System.Buffers.Binary;

namespace Quilt.Catalog.Previews.Images;

/// <summary>What the first bytes of a picture say of it. Only the kinds that every browser shows, and whose size is known before decoding.</summary>
/// <param name="Format">Its kind, such as <c>PNG</c>.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
internal sealed record ImageHeader(string Format, string ContentType, int Width, int Height)
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    /// <summary>Whether these are the first bytes of such a picture, be its size among them or not.</summary>
    public static bool IsImage(ReadOnlySpan<byte> head) => IsPng(head) || IsJpeg(head) || IsGif(head) || IsWebP(head) || IsBmp(head);

    /// <returns>Null where they are those of none, or its size is not among them.</returns>
    public static ImageHeader? Read(ReadOnlySpan<byte> head)
    {
        var found = IsPng(head) ? ReadPng(head)
            : IsGif(head) ? ReadGif(head)
            : IsWebP(head) ? ReadWebP(head)
            : IsBmp(head) ? ReadBmp(head)
            : IsJpeg(head) ? ReadJpeg(head)
            : null;
        return found is { Width: > 0, Height: > 0 } ? found : null;
    }

    private static bool IsPng(ReadOnlySpan<byte> head) => head.StartsWith(PngSignature);

    private static bool IsGif(ReadOnlySpan<byte> head) => head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8);

    private static bool IsWebP(ReadOnlySpan<byte> head) => head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8);

    private static bool IsBmp(ReadOnlySpan<byte> head) => head.Length >= 26 && head.StartsWith("BM"u8) && head[6..10].IndexOfAnyExcept((byte)0) < 0;

    private static bool IsJpeg(ReadOnlySpan<byte> head) => head.StartsWith(JpegSignature);

    private static ImageHeader? ReadPng(ReadOnlySpan<byte> head) => head.Length >= 24 && head[12..].StartsWith("IHDR"u8)
        ? new("PNG", "image/png", BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]))
        : null;

    private static ImageHeader? ReadGif(ReadOnlySpan<byte> head) => head.Length >= 10
        ? new("GIF", "image/gif", BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]))
        : null;

    private static ImageHeader? ReadBmp(ReadOnlySpan<byte> head) =>
        new("BMP", "image/bmp", BinaryPrimitives.ReadInt32LittleEndian(head[18..]), Magnitude(BinaryPrimitives.ReadInt32LittleEndian(head[22..])));

    private static ImageHeader? ReadWebP(ReadOnlySpan<byte> head)
    {
        if (head.Length < 30)
        {
            return null;
        }

        var kind = head[12..16];
        if (kind.SequenceEqual("VP8X"u8))
        {
            return new("WebP", "image/webp", 1 + UInt24(head[24..]), 1 + UInt24(head[27..]));
        }

        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return new("WebP", "image/webp", 1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }

        return kind.SequenceEqual("VP8 "u8)
            ? new("WebP", "image/webp", BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF)
            : null;
    }

    /// <summary>Goes from segment to segment up to the frame header.</summary>
    private static ImageHeader? ReadJpeg(ReadOnlySpan<byte> head)
    {
        var at = 2;
        while (at + 9 <= head.Length)
        {
            if (head[at] != 0xFF)
            {
                return null;
            }

            var marker = head[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            // Frame headers are C0 to CF, but for the tables (C4, CC) and an extension (C8) among them.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new("JPEG", "image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(head[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(head[(at + 5)..]));
            }

            at += marker is 0x01 or (>= 0xD0 and <= 0xD8) ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(head[(at + 2)..]);
        }

        return null;
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static int Magnitude(int height) => height == int.MinValue ? int.MaxValue : Math.Abs(height);
}
