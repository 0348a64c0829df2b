using Quilt.Catalog.Previews.Reading;
using Quilt.Catalog.Units;

namespace Quilt.Catalog.Previews.Tables;

/// <summary>
/// CSV and TSV. Of the beginning of a file: the rows of a page, and what all rows that were read tell of the columns. Of
/// any place behind it: the rows from there on.
/// </summary>
internal static class DelimitedTable
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <param name="content">The beginning of the file.</param>
    /// <param name="size">Bytes of the whole file where its other places can be read; null where they cannot.</param>
    /// <param name="delimiter">What is between cells; null to find out.</param>
    /// <param name="view">The page.</param>
    /// <param name="options">Caps.</param>
    public static Preview Of(TextBytes content, long? size, char? delimiter, PreviewView view, PreviewOptions options)
    {
        var text = DelimitedText.Of(content);
        var separator = delimiter ?? Guess(text.Structure);
        var header = new DelimitedParser(text.Structure, separator, options.MaxColumns);
        if (!header.Read())
        {
            return new NoPreview("The file is empty.");
        }

        var scan = DelimitedScan.Of(text, separator, header.Next, !content.IsWhole, long.MaxValue, options);
        var names = Names(text, ref header, Math.Min(Math.Max(header.Count, scan.Width), options.MaxColumns));
        var first = Table.FirstRow(view, scan.Rows, options.RowsPerPage);
        var (rows, _, cut) = DelimitedScan.Cells(text, separator, header.Next, first, Math.Min(options.RowsPerPage, scan.Rows - first), options);
        var basis = content.IsWhole ? "all rows" : $"the first {HumanUnits.Count(scan.Rows, "row")}";
        var columns = names.Select((name, column) => scan.Columns[column].ToColumn(name, basis)).ToList();
        var places = !content.IsWhole && text.HasPlaces && size is { } all && scan.Rows > 0 ? new TablePlaces(null, text.Start + scan.End, all, []) : null;
        return new TablePreview(new Table(columns, rows, first, scan.Rows, content.IsWhole, options.RowsPerPage) { Places = places })
        {
            Notes =
            [
                .. content.IsWhole ? [] : new[] { places is null ? Cut.Beginning(content.Bytes.Count) : Cut.Counted(content.Bytes.Count) },
                .. Math.Max(header.Count, scan.Width) is var width && width > options.MaxColumns ? new[] { Cut.Columns(options.MaxColumns, width) } : [],
                .. cut ? new[] { Cut.Cells(options.MaxCellLength) } : [],
                .. scan.EndsInsideRow && scan.Rows == 0 ? new[] { "The first row goes on beyond what is read." } : [],
            ],
        };
    }

    /// <summary>The rows from a place of the file on, under the names of its beginning.</summary>
    /// <param name="head">The beginning of the file.</param>
    /// <param name="part">Bytes from one before the place on.</param>
    /// <param name="offset">The place.</param>
    /// <param name="size">Bytes of the whole file.</param>
    /// <param name="delimiter">What is between cells; null to find out.</param>
    /// <param name="options">Caps.</param>
    /// <returns>Null where no row is whole in the part.</returns>
    public static Preview? From(TextBytes head, ReadOnlySpan<byte> part, long offset, long size, char? delimiter, PreviewOptions options)
    {
        var beginning = DelimitedText.Of(head);
        var separator = delimiter ?? Guess(beginning.Structure);
        var header = new DelimitedParser(beginning.Structure, separator, options.MaxColumns);
        var text = DelimitedText.Of(part[1..], offset);
        var start = RowStart.Find(text.Structure, (char)part[0], separator);
        var isEnd = offset + part.Length - 1 >= size;
        if (!header.Read() || start < 0)
        {
            return null;
        }

        var scan = DelimitedScan.Of(text, separator, start, !isEnd, options.RowsPerPage, options);
        if (scan.Rows == 0 || (scan.Rows < options.RowsPerPage && !isEnd))
        {
            return null;
        }

        var names = Names(beginning, ref header, Math.Min(Math.Max(header.Count, scan.Width), options.MaxColumns));
        var (rows, places, cut) = DelimitedScan.Cells(text, separator, start, 0, scan.Rows, options);
        var columns = names.Select((name, column) => scan.Columns[column].ToColumn(name, "the rows on this page")).ToList();
        return new TablePreview(new Table(columns, rows, 0, scan.Rows, false, options.RowsPerPage)
        {
            Places = new TablePlaces(text.Start + start, text.Start + scan.End, size, [.. places.Select(place => text.Start + place)]),
        })
        {
            Notes =
            [
                .. Math.Max(header.Count, scan.Width) is var width && width > options.MaxColumns ? new[] { Cut.Columns(options.MaxColumns, width) } : [],
                .. cut ? new[] { Cut.Cells(options.MaxCellLength) } : [],
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

    private static List<string> Names(DelimitedText text, ref DelimitedParser header, int width)
    {
        var names = new List<string>(width);
        char[] buffer = [];
        for (var column = 0; column < width; column++)
        {
            var name = column < header.Count ? DelimitedScan.Plain(text.Decode(header.Raw(column), ref buffer), header.IsQuoted(column)) : "";
            names.Add(name.Trim().Length == 0 ? $"column {column + 1}" : VisibleText.Line(name, 100));
        }

        return names;
    }
}
