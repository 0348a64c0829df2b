using Quilt.Catalog.Previews.Reading;
using Quilt.Catalog.Previews.Tables;
using Quilt.Catalog.Units;

namespace Quilt.Catalog.Previews.Parquet;

/// <summary>Shows a page of the rows of parquet objects, one behind the other, reading little more than those rows.</summary>
internal sealed class ParquetTable(PreviewOptions options, ReadBudget budget)
{
    private readonly List<string> _notes = [];

    /// <param name="parts">The table's objects, those that are looked at.</param>
    /// <param name="count">How many objects there are.</param>
    /// <param name="view">The page or row.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Preview> ShowAsync(IReadOnlyList<ObjectReader> parts, int count, PreviewView view, CancellationToken cancellationToken)
    {
        var footers = new List<ParquetFooter>();
        foreach (var part in parts)
        {
            var footer = await ParquetFooter.ReadAsync(part, options, cancellationToken);
            if (footers.Count > 0 && !SameColumns(footers[0], footer))
            {
                _notes.Add("The table's objects have different columns: only those like the first are shown.");
                break;
            }

            footers.Add(footer);
        }

        var main = footers[0];
        if (count > footers.Count)
        {
            _notes.Add($"{HumanUnits.Count(footers.Count)} of {HumanUnits.Count(count)} objects of the table are looked at.");
        }

        if (main.ColumnCount > main.Columns.Count)
        {
            _notes.Add(Cut.Columns(main.Columns.Count, main.ColumnCount));
        }

        if (footers.Any(footer => footer.IsLying))
        {
            _notes.Add("The file says another number of rows than its parts add up to.");
        }

        var total = footers.Sum(footer => footer.Rows);
        var first = Table.FirstRow(view, total, options.RowsPerPage);
        var take = (int)Math.Min(options.RowsPerPage, total - first);
        var columns = new List<TableColumn>();
        var rows = Enumerable.Range(0, take).Select(_ => new string?[main.Columns.Count]).ToList();
        for (var column = 0; column < main.Columns.Count; column++)
        {
            columns.Add(await ColumnAsync(parts, footers, column, first, rows, cancellationToken));
        }

        return new TablePreview(new Table(columns, rows, first, total, count == footers.Count, options.RowsPerPage)) { Notes = [.. _notes.Distinct()] };
    }

    private static bool SameColumns(ParquetFooter one, ParquetFooter other) =>
        one.ColumnCount == other.ColumnCount && one.Columns.Select(column => (column.Name, column.Physical)).SequenceEqual(other.Columns.Select(column => (column.Name, column.Physical)));

    private async Task<TableColumn> ColumnAsync(
        IReadOnlyList<ObjectReader> parts, List<ParquetFooter> footers, int index, long first, List<string?[]> rows, CancellationToken cancellationToken)
    {
        var column = footers[0].Columns[index];
        var cells = new List<ParquetCell>();
        string? unread = null;
        try
        {
            unread = await ReadAsync(parts, footers, index, first, rows.Count, cells, cancellationToken);
        }
        catch (PreviewRefusedException refused) when (rows.Count > 0)
        {
            // One column that cannot be read does not hide the others.
            unread = refused.Message;
        }

        if (unread is not null)
        {
            _notes.Add($"Not every column is read. {unread}");
        }

        for (var row = 0; row < Math.Min(rows.Count, cells.Count); row++)
        {
            rows[row][index] = Shown(cells[row], column);
        }

        return new TableColumn(column.Name, column.TypeName, column.IsNumber, Facts(footers, index, cells), cells.Count < rows.Count ? unread ?? "The file has fewer values than it says." : null);
    }

    /// <returns>Why not all rows could be read; null where they were.</returns>
    private async Task<string?> ReadAsync(
        IReadOnlyList<ObjectReader> parts, List<ParquetFooter> footers, int index, long first, int take, List<ParquetCell> cells, CancellationToken cancellationToken)
    {
        var columns = footers[0].Columns.Count;
        long before = 0;
        for (var part = 0; part < footers.Count && cells.Count < take; before += footers[part++].Rows)
        {
            while (cells.Count < take && first + cells.Count - before is var row && row >= 0 && footers[part].GroupOf(row) is { } group)
            {
                if (group.Chunks[index] is not { } chunk)
                {
                    throw ThriftReader.Malformed();
                }

                // What is left is shared out, so that the first columns do not leave the last ones nothing.
                var allowance = (int)Math.Min(options.MaxColumnBytes, budget.BytesLeft / (2 * (columns - index)));
                var reader = new ColumnReader(parts[part], footers[part].Columns[index], chunk, options, allowance);
                var wanted = (int)Math.Min(take - cells.Count, group.FirstRow + group.Rows - row);
                await reader.ReadAsync(row - group.FirstRow, wanted, cancellationToken);
                var isLastGroup = cells.Count + wanted >= take;
                cells.AddRange(isLastGroup ? reader.Cells : reader.Cells.Take(wanted));
                if (reader.Cells.Count < wanted)
                {
                    return reader.IsCut
                        ? $"These rows lie in a part of a column that is larger than the {HumanUnits.Size(allowance)} a preview reads of it. To see them, download the file, or install the package and read it in Python."
                        : "The file has fewer values than it says.";
                }
            }
        }

        return null;
    }

    private static ColumnFacts Facts(List<ParquetFooter> footers, int index, List<ParquetCell> cells)
    {
        const string FromFile = "the file's statistics";
        var column = footers[0].Columns[index];
        var spread = new Spread();
        foreach (var cell in cells)
        {
            if (cell.Single is not { } value)
            {
                continue;
            }

            if (value.ToNumber(column) is { } number)
            {
                spread.Add(number);
            }
            else
            {
                spread.Add(value.ToText(column, 100));
            }
        }

        var bars = column.IsNumber ? spread.NumberBars() : spread.TextBars();
        var basis = $"the {HumanUnits.Count(cells.Count, "row")} read from this page on";
        var statistics = footers[0].Statistics[index];
        var isRange = cells.TrueForAll(cell => cell.Single is not { } value || statistics.Includes(value));
        if (footers.Count > 1 || (statistics.Nulls is null && (statistics.Least is null || !isRange)))
        {
            return new(null, null, null, null, bars, basis);
        }

        // Some writers state a least and greatest value in other units than the values.
        return new(statistics.Nulls, isRange ? statistics.Least : null, isRange ? statistics.Most : null, FromFile, bars, basis);
    }

    private string? Shown(ParquetCell cell, ParquetColumn column)
    {
        if (column.MaxRepetition == 0)
        {
            return cell.Single?.ToText(column, options.MaxCellLength);
        }

        return cell.Many is { } many
            ? VisibleText.Line($"[{string.Join(", ", many.Select(value => value?.ToText(column, options.MaxCellLength) ?? "null"))}]", options.MaxCellLength)
            : null;
    }
}
