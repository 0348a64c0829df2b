using Quilt.Catalog.Previews.Reading;

namespace Quilt.Catalog.Previews.Tables;

/// <summary>CSV and TSV: the rows of a page, and what all rows that were read tell of the columns.</summary>
internal static class DelimitedTable
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    public static Preview Of(TextBytes content, char? delimiter, PreviewView view, PreviewOptions options)
    {
        var text = content.Text;
        var separator = delimiter ?? Guess(text);
        var header = new DelimitedParser(text, separator, options.MaxColumns);
        if (!header.Read())
        {
            return new NoPreview("The file is empty.");
        }

        var scan = Scan(text, separator, !content.IsWhole, options);
        var names = Names(ref header, Math.Min(scan.Width, options.MaxColumns));
        var first = Table.FirstRow(view, scan.Rows, options.RowsPerPage);
        var (rows, cut) = PageOf(text, separator, first, scan.Rows, options);
        var basis = content.IsWhole ? "all rows" : $"the first {Units.HumanUnits.Count(scan.Rows, "row")}";
        var columns = names.Select((name, column) => scan.Columns[column].ToColumn(name, basis)).ToList();
        return new TablePreview(new Table(columns, rows, first, scan.Rows, content.IsWhole, options.RowsPerPage))
        {
            Notes =
            [
                .. content.IsWhole ? [] : new[] { Cut.Beginning(content.Bytes.Count) },
                .. scan.Width > options.MaxColumns ? new[] { Cut.Columns(options.MaxColumns, scan.Width) } : [],
                .. cut ? new[] { Cut.Cells(options.MaxCellLength) } : [],
                .. scan.EndsInsideRow && scan.Rows == 0 ? new[] { "The first row goes on beyond what is read." } : [],
            ],
        };
    }

    private static char Guess(string text)
    {
        var line = text.AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        line = line[..Math.Min(end < 0 ? line.Length : end, 10_000)];
        var (best, most) = (',', 0);
        foreach (var delimiter in Delimiters)
        {
            var count = line.Count(delimiter);
            if (count > most)
            {
                (best, most) = (delimiter, count);
            }
        }

        return best;
    }

    private static (long Rows, int Width, TextColumn[] Columns, bool EndsInsideRow) Scan(string text, char separator, bool isCut, PreviewOptions options)
    {
        var parser = new DelimitedParser(text, separator, options.MaxColumns);
        var columns = Enumerable.Range(0, options.MaxColumns).Select(_ => new TextColumn()).ToArray();
        parser.Read();
        var width = parser.Count;
        var endsInside = isCut && parser.EndsOpen;
        long rows = 0;
        while (parser.Read())
        {
            // The row in which the reading stopped is not whole.
            if (isCut && parser.EndsOpen)
            {
                endsInside = true;
                break;
            }

            rows++;
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
                    columns[column].Add(cell);
                }
            }
        }

        return (rows, width, columns, endsInside);
    }

    private static List<string> Names(ref DelimitedParser header, int width)
    {
        var names = new List<string>(width);
        for (var column = 0; column < width; column++)
        {
            var name = column < header.Count ? Plain(header.Raw(column), header.IsQuoted(column)) : "";
            names.Add(name.Trim().Length == 0 ? $"column {column + 1}" : VisibleText.Line(name, 100));
        }

        return names;
    }

    private static (List<string?[]> Rows, bool IsCut) PageOf(string text, char separator, long first, long total, PreviewOptions options)
    {
        var parser = new DelimitedParser(text, separator, options.MaxColumns);
        parser.Read();
        for (var skipped = 0L; skipped < first; skipped++)
        {
            parser.Read();
        }

        var rows = new List<string?[]>();
        var isCut = false;
        while (rows.Count < Math.Min(options.RowsPerPage, total - first) && parser.Read())
        {
            var cells = new string?[Math.Min(parser.Count, options.MaxColumns)];
            for (var column = 0; column < cells.Length; column++)
            {
                var raw = parser.Raw(column);
                isCut |= raw.Length > options.MaxCellLength;
                cells[column] = raw.IsEmpty && !parser.IsQuoted(column)
                    ? null
                    : VisibleText.Line(Plain(raw[..Math.Min(raw.Length, (2 * options.MaxCellLength) + 1)], parser.IsQuoted(column)), options.MaxCellLength);
            }

            rows.Add(cells);
        }

        return (rows, isCut);
    }

    private static string Plain(ReadOnlySpan<char> cell, bool isQuoted)
    {
        var text = cell[..Math.Min(cell.Length, 100_000)].ToString();
        return isQuoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }
}
