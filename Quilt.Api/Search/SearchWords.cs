using System.Globalization;
using System.Text;

namespace Quilt.Api.Search;

/// <summary>
/// How search sees text: words are runs of letters, digits and marks, in lower case. Documents and queries are split by
/// this one rule, so that <c>sales_2024.csv</c> is found by each of its words, whatever the database's locale.
/// </summary>
internal static class SearchWords
{
    /// <summary>UTF-16 units of a word that count; the rest of a longer one (a key, a digest) is left out, in documents as in queries.</summary>
    public const int MaxLength = 64;

    /// <summary>Takes the next word off the front of <paramref name="text"/>, as written; empty when there is none.</summary>
    public static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && !IsWordAt(text, start, out var width))
        {
            start += width;
        }

        var end = start;
        while (end < text.Length && IsWordAt(text, end, out var width))
        {
            end += width;
        }

        var word = text[start..end];
        text = text[end..];
        return word;
    }

    /// <summary>
    /// Takes the next part off the front of a <paramref name="word"/>: parts meet where letters meet digits, and where
    /// camel case starts a word (<c>myHTMLPage2</c>: my, HTML, Page, 2).
    /// </summary>
    public static ReadOnlySpan<char> TakePart(ref ReadOnlySpan<char> word)
    {
        var end = 1;
        while (end < word.Length && !IsBoundary(word, end))
        {
            end++;
        }

        end = Math.Min(end, word.Length);
        var part = word[..end];
        word = word[end..];
        return part;
    }

    /// <summary>Writes <paramref name="word"/> in lower case, cut at <see cref="MaxLength"/>.</summary>
    public static int Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        if (word.Length > MaxLength)
        {
            word = word[..(char.IsHighSurrogate(word[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        }

        return word.ToLowerInvariant(folded);
    }

    private static bool IsBoundary(ReadOnlySpan<char> word, int at)
    {
        var (before, here) = (word[at - 1], word[at]);
        return char.IsDigit(before) != char.IsDigit(here)
            || (char.IsUpper(here) && (char.IsLower(before) || (at + 1 < word.Length && char.IsUpper(before) && char.IsLower(word[at + 1]))));
    }

    private static bool IsWordAt(ReadOnlySpan<char> text, int at, out int width)
    {
        width = 1;
        var c = text[at];
        if (char.IsAscii(c))
        {
            return char.IsAsciiLetterOrDigit(c);
        }

        if (Rune.DecodeFromUtf16(text[at..], out var rune, out width) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        return Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
    }
}
