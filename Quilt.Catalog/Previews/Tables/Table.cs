namespace Quilt.Catalog.Previews.Tables;

/// <summary>A page of rows with what is known of the columns.</summary>
/// <param name="Columns">The columns that are shown.</param>
/// <param name="Rows">Cells by row; null is an absent value. A row may have fewer cells than there are columns.</param>
/// <param name="First">The number of the first row, from 0.</param>
/// <param name="Total">How many rows there are; of those read where <paramref name="IsTotalKnown"/> is false.</param>
/// <param name="IsTotalKnown">Whether the whole file's rows are counted.</param>
/// <param name="PageSize">Rows on a page.</param>
public sealed record Table(
    IReadOnlyList<TableColumn> Columns, IReadOnlyList<string?[]> Rows, long First, long Total, bool IsTotalKnown, int PageSize)
{
    /// <summary>Where the rows are in a file of which not all is read; null where all is, or its places cannot be read.</summary>
    public TablePlaces? Places { get; init; }

    public long Page => (First / PageSize) + 1;

    public long Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    /// <summary>The first row of the page that is asked for, within what there is.</summary>
    public static long FirstRow(PreviewView view, long total, int pageSize)
    {
        var last = Math.Max(0, (total - 1) / pageSize);
        return Math.Min(view.Row is { } row ? row / pageSize : view.Page - 1, last) * pageSize;
    }
}

/// <summary>Places of a file, in bytes.</summary>
/// <param name="From">Where the rows that are shown begin; null where they are of the beginning, and numbered.</param>
/// <param name="To">Where the rows behind those that were read begin.</param>
/// <param name="Size">Where the file ends.</param>
/// <param name="Rows">Where each row begins, where they have no numbers.</param>
public sealed record TablePlaces(long? From, long To, long Size, IReadOnlyList<long> Rows);

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as its format calls it.</param>
/// <param name="IsNumber">Whether its values line up to the right.</param>
/// <param name="Facts">What its values are like.</param>
/// <param name="Unread">Why its values are not shown; null where they are.</param>
public sealed record TableColumn(string Name, string Type, bool IsNumber, ColumnFacts Facts, string? Unread = null);

/// <summary>What the values of a column are like.</summary>
/// <param name="Nulls">How many are absent; null where nobody knows.</param>
/// <param name="Least">The least of them, as text.</param>
/// <param name="Most">The greatest of them, as text.</param>
/// <param name="Basis">What the three are taken from, such as <c>the file's statistics</c>.</param>
/// <param name="Bars">How they are spread; empty where it says nothing.</param>
/// <param name="BarsBasis">What that is taken from.</param>
public sealed record ColumnFacts(long? Nulls, string? Least, string? Most, string? Basis, IReadOnlyList<Bar> Bars, string? BarsBasis)
{
    public static ColumnFacts Unknown { get; } = new(null, null, null, null, [], null);
}

/// <summary>One bar of a histogram.</summary>
/// <param name="Label">The value, or from where to where.</param>
/// <param name="Count">How many values.</param>
public sealed record Bar(string Label, long Count);
