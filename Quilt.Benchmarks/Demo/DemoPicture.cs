using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Quilt.Benchmarks.Demo;

/// <summary>A chart as PNG (W3C Portable Network Graphics, third edition): an area under a line on a light ground, one byte a pixel.</summary>
internal static class DemoPicture
{
    private const int Width = 720;
    private const int Height = 240;
    private const int Margin = 12;

    private static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    /// <summary>Ground, grid, area and line.</summary>
    private static ReadOnlySpan<byte> Palette => [0xf8, 0xf9, 0xfb, 0xe1, 0xe4, 0xea, 0xc9, 0xdb, 0xf2, 0x2c, 0x5f, 0xa8];

    /// <summary>Draws the values from left to right; where there are more than columns, each column shows their mean.</summary>
    public static byte[] Of(IReadOnlyList<double> values)
    {
        var heights = HeightsOf(values);
        using var pixels = new MemoryStream();
        using (var deflate = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[Width + 1];
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    line[x + 1] = ColorAt(heights[x], Height - y, y);
                }

                deflate.Write(line);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        header[8] = 8;
        header[9] = 3;

        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "PLTE"u8, Palette);
        WriteChunk(file, "IDAT"u8, pixels.ToArray());
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte ColorAt(double height, int level, int y) => (height - level) switch
    {
        > 2 => 2,
        > -1 => 3,
        _ => (byte)(y % 48 == 0 ? 1 : 0),
    };

    private static double[] HeightsOf(IReadOnlyList<double> values)
    {
        var means = new double[Width];
        for (var x = 0; x < Width; x++)
        {
            var from = x * values.Count / Width;
            var to = Math.Max(from + 1, (x + 1) * values.Count / Width);
            means[x] = values.Take(from..to).Average();
        }

        double least = means.Min(), most = means.Max();
        var scale = (Height - (3 * Margin)) / Math.Max(most - least, 1e-9);
        return [.. means.Select(mean => Margin + ((mean - least) * scale))];
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);

        var crc = new Crc32();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
