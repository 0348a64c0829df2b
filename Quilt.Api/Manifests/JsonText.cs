using System.Text;
using System.Text.Json;

namespace Quilt.Api.Manifests;

/// <summary>JSON strings as UTF-8: what escapes stand for, and how long a text is for the package hash.</summary>
internal static class JsonText
{
    /// <summary>Appends the unescaped form of a string that a JSON reader has accepted; a message says what may not be in it.</summary>
    public static string? Unescape(ReadOnlySpan<byte> escaped, ref GrowingArray<byte> text)
    {
        while (true)
        {
            var escape = escaped.IndexOf((byte)'\\');
            if (escape < 0)
            {
                text.AddRange(escaped);
                return null;
            }

            text.AddRange(escaped[..escape]);
            escaped = escaped[escape..];
            if (escaped[1] == 'u')
            {
                if (!TryReadRune(ref escaped, out var rune))
                {
                    return "half of a surrogate pair is not a character";
                }

                if (rune.Value == 0)
                {
                    return "the character U+0000 is not allowed";
                }

                rune.EncodeToUtf8(text.Extend(rune.Utf8SequenceLength));
            }
            else
            {
                text.Add(Short(escaped[1]));
                escaped = escaped[2..];
            }
        }
    }

    /// <summary>
    /// Whether the string or key that a reader stands on is <paramref name="text"/>. Other than the reader's own comparison
    /// it takes a string with half of a surrogate pair for what it is: another one.
    /// </summary>
    public static bool Is(in Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        if (!json.ValueIsEscaped)
        {
            return json.ValueSpan.SequenceEqual(text);
        }

        GrowingArray<byte> unescaped = new(json.ValueSpan.Length);
        return Unescape(json.ValueSpan, ref unescaped) is null && unescaped.Span.SequenceEqual(text);
    }

    /// <summary>The number of Unicode code points in valid UTF-8.</summary>
    public static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        if (Ascii.IsValid(utf8))
        {
            return utf8.Length;
        }

        var count = 0;
        foreach (var unit in utf8)
        {
            // Each code point has exactly one byte that is not a continuation (10xxxxxx).
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    private static bool TryReadRune(ref ReadOnlySpan<byte> escaped, out Rune rune)
    {
        var first = Unit(escaped);
        escaped = escaped[6..];
        if (!char.IsSurrogate(first))
        {
            rune = new(first);
            return true;
        }

        if (escaped is [(byte)'\\', (byte)'u', ..] && Rune.TryCreate(first, Unit(escaped), out rune))
        {
            escaped = escaped[6..];
            return true;
        }

        rune = default;
        return false;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)(Digit(escape[2]) << 12 | Digit(escape[3]) << 8 | Digit(escape[4]) << 4 | Digit(escape[5]));

    // The reader has seen that these are hex digits: letters have bit 6 set and begin one above a multiple of 16.
    private static int Digit(byte hex) => (hex & 0xF) + ((hex >> 6) * 9);

    private static byte Short(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };
}
