using System.Globalization;
using System.Text;

namespace Quilt.Catalog.Previews;

/// <summary>Strangers' text as it can be trusted to look: characters that hide or turn others around are spelled out.</summary>
internal static class VisibleText
{
    /// <summary>The text on one line, cut at <paramref name="length"/> characters.</summary>
    public static string Line(ReadOnlySpan<char> text, int length)
    {
        var isCut = text.Length > length;
        if (isCut)
        {
            text = text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        }

        if (!isCut && !NeedsWork(text))
        {
            return text.ToString();
        }

        var shown = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                shown.Append(character).Append(text[++i]);
            }
            else if (char.IsSurrogate(character))
            {
                shown.Append('\uFFFD');
            }
            else if (character < ' ' && character != '\t')
            {
                // The pictures of control characters.
                shown.Append(character == '\n' ? '↵' : (char)('\u2400' + character));
            }
            else if (IsTreacherous(character))
            {
                shown.Append(CultureInfo.InvariantCulture, $"[U+{(int)character:X4}]");
            }
            else
            {
                shown.Append(character);
            }
        }

        return (isCut ? shown.Append('…') : shown).ToString();
    }

    private static bool NeedsWork(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if ((character < ' ' && character != '\t') || IsTreacherous(character) || char.IsSurrogate(character))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Controls of writing direction, invisible characters, and the C1 controls.</summary>
    private static bool IsTreacherous(char character) =>
        character is '\u007F' or (>= '\u0080' and <= '\u009F') or '\u061C' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
            or (>= '\u2060' and <= '\u206F') or '\u2028' or '\u2029' or '\uFEFF' or (>= '\uFFF9' and <= '\uFFFB');
}
