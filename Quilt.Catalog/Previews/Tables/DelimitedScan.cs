namespace Quilt.Catalog.Previews.Tables;

/// <summary>What rows of delimited text tell together.</summary>
/// <param name="Rows">How many are whole.</param>
/// <param name="Width">Cells of the longest.</param>
/// <param name="Columns">What their cells are like.</param>
/// <param name="End">Where the last whole row ends.</param>
/// <param name="EndsInsideRow">Whether the text ends inside a row.</param>
internal sealed record DelimitedScan(long Rows, int Width, TextColumn[] Columns, int End, bool EndsInsideRow)
{
    /// <param name="text">The text.</param>
    /// <param name="separator">What is between cells.</param>
    /// <param name="start">Where the first row begins.</param>
    /// <param name="isCut">Whether the file goes on behind the text.</param>
    /// <param name="most">How many rows are looked at.</param>
    /// <param name="options">Caps.</param>
    public static DelimitedScan Of(DelimitedText text, char separator, int start, bool isCut, long most, PreviewOptions options)
    {
        var parser = new DelimitedParser(text.Structure, separator, options.MaxColumns, start);
        var columns = Enumerable.Range(0, options.MaxColumns).Select(_ => new TextColumn()).ToArray();
        char[] buffer = [];
        var width = 0;
        var end = start;
        long rows = 0;
        while (rows < most && parser.Read())
        {
            // The row in which the reading stopped is not whole.
            if (isCut && parser.EndsOpen)
            {
                return new(rows, width, columns, end, EndsInsideRow: true);
            }

            rows++;
            end = parser.Next;
            width = Math.Max(width, parser.Count);
            for (var column = 0; column < Math.Min(parser.Count, options.MaxColumns); column++)
            {
                var cell = parser.Raw(column);
                if (cell.IsEmpty && !parser.IsQuoted(column))
                {
                    columns[column].AddNull();
                }
                else
                {
                    var shown = text.Decode(cell, ref buffer);
                    columns[column].Add(parser.IsQuoted(column) && shown.Contains('"') ? Plain(shown, isQuoted: true) : shown);
                }
            }
        }

        return new(rows, width, columns, end, isCut && rows == 0);
    }

    /// <summary>The cells of some rows, where each row begins, and whether cells were cut.</summary>
    public static (List<string?[]> Rows, List<int> Places, bool IsCut) Cells(
        DelimitedText text, char separator, int start, long skip, long take, PreviewOptions options)
    {
        var parser = new DelimitedParser(text.Structure, separator, options.MaxColumns, start);
        for (var skipped = 0L; skipped < skip; skipped++)
        {
            parser.Read();
        }

        var rows = new List<string?[]>();
        var places = new List<int>();
        var isCut = false;
        char[] buffer = [];
        while (rows.Count < take && parser.Read())
        {
            var cells = new string?[Math.Min(parser.Count, options.MaxColumns)];
            for (var column = 0; column < cells.Length; column++)
            {
                var raw = text.Decode(parser.Raw(column), ref buffer);
                isCut |= raw.Length > options.MaxCellLength;
                cells[column] = raw.IsEmpty && !parser.IsQuoted(column)
                    ? null
                    : VisibleText.Line(Plain(raw[..Math.Min(raw.Length, (2 * options.MaxCellLength) + 1)], parser.IsQuoted(column)), options.MaxCellLength);
            }

            rows.Add(cells);
            places.Add(parser.Start);
        }

        return (rows, places, isCut);
    }

    /// <summary>A cell without its quotes.</summary>
    public static string Plain(ReadOnlySpan<char> cell, bool isQuoted)
    {
        var text = cell[..Math.Min(cell.Length, 100_000)].ToString();
        return isQuoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }
}
