namespace Quilt.Catalog.Previews.Tables;

/// <summary>
/// Finds the row that begins at or after some place of delimited text, of which nobody knows whether it is inside quotes.
/// Both are tried. Quotes tell: a cell that is quoted opens at its very beginning and closes at its very end, so that who
/// takes the inside for the outside soon meets quotes where none belong.
/// </summary>
internal static class RowStart
{
    /// <summary>Characters that are looked at.</summary>
    private const int MostLookedAt = 512 * 1024;

    /// <summary>Odd quotes after which the try is given up.</summary>
    private const int MostOdd = 100;

    /// <param name="text">The text from the place on.</param>
    /// <param name="before">The character before it.</param>
    /// <param name="delimiter">What is between cells.</param>
    /// <returns>Where the row begins; -1 where none does.</returns>
    public static int Find(ReadOnlySpan<char> text, char before, char delimiter)
    {
        text = text[..Math.Min(text.Length, MostLookedAt)];
        var outside = Try(text, before, delimiter, isInside: false);
        var inside = Try(text, before, delimiter, isInside: true);
        return inside.Row >= 0 && inside.Odd < outside.Odd ? inside.Row : outside.Row >= 0 ? outside.Row : inside.Row;
    }

    private static (int Row, int Odd) Try(ReadOnlySpan<char> text, char before, char delimiter, bool isInside)
    {
        var isLineStart = before is '\n' || (before is '\r' && text is not ['\n', ..]);
        var row = !isInside && isLineStart ? 0 : -1;
        var isCellStart = !isInside && (isLineStart || before == delimiter);
        var odd = 0;
        for (var i = 0; i < text.Length && odd < MostOdd; i++)
        {
            var character = text[i];
            if (isInside)
            {
                // What is inside needs no look but for its end.
                var quote = text[i..].IndexOf('"');
                if (quote < 0)
                {
                    break;
                }

                i += quote;
                if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    i++;
                    continue;
                }

                isInside = isCellStart = false;
                odd += i + 1 >= text.Length || text[i + 1] == delimiter || text[i + 1] is '\r' or '\n' ? 0 : 1;
            }
            else if (character == '"')
            {
                isInside = isCellStart;
                odd += isCellStart ? 0 : 1;
                isCellStart = false;
            }
            else if (character is '\n' or '\r')
            {
                if (character == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                {
                    i++;
                }

                row = row < 0 ? i + 1 : row;
                isCellStart = true;
            }
            else
            {
                isCellStart = character == delimiter;
            }
        }

        return (row, odd);
    }
}
