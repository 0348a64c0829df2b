using System.Text;
using Quilt.Catalog.Previews.Reading;

namespace Quilt.Catalog.Previews.Tables;

/// <summary>
/// Delimited text in which places are bytes of the file: each byte is one character, and only cells are decoded. What
/// takes rows apart is ASCII, and no byte of a longer UTF-8 sequence is. Text in UTF-16 has no such places.
/// </summary>
internal sealed class DelimitedText
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private DelimitedText(string structure, long start, bool isUtf8)
    {
        Structure = structure;
        Start = start;
        HasPlaces = isUtf8;
    }

    /// <summary>What is taken apart.</summary>
    public string Structure { get; }

    /// <summary>The byte of the file where it begins.</summary>
    public long Start { get; }

    /// <summary>Whether a place in it is a place in the file.</summary>
    public bool HasPlaces { get; }

    /// <summary>The beginning of a file, in the encoding that it announces.</summary>
    public static DelimitedText Of(TextBytes content)
    {
        ReadOnlySpan<byte> bytes = content.Bytes;
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return new(content.Text, 0, isUtf8: false);
        }

        var start = bytes.StartsWith(Mark) ? Mark.Length : 0;
        return new(Encoding.Latin1.GetString(bytes[start..]), start, isUtf8: true);
    }

    /// <summary>A part of a file in UTF-8.</summary>
    public static DelimitedText Of(ReadOnlySpan<byte> bytes, long start) => new(Encoding.Latin1.GetString(bytes), start, isUtf8: true);

    /// <summary>A cell as it reads. It may use <paramref name="buffer"/>, until the next call.</summary>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<char> cell, ref char[] buffer)
    {
        if (!HasPlaces || Ascii.IsValid(cell))
        {
            return cell;
        }

        // UTF-8 never has more characters than bytes.
        if (buffer.Length < cell.Length)
        {
            buffer = new char[cell.Length * 2];
        }

        var bytes = cell.Length <= 1024 ? stackalloc byte[cell.Length] : new byte[cell.Length];
        Encoding.Latin1.GetBytes(cell, bytes);
        return buffer.AsSpan(0, Encoding.UTF8.GetChars(bytes, buffer));
    }
}
