using System.Buffers;
using System.Globalization;

namespace Quilt.Catalog.Previews.Tables;

/// <summary>What the cells of a column without a declared type turn out to be.</summary>
internal sealed class TextColumn
{
    /// <summary>What whole numbers do not have.</summary>
    private static readonly SearchValues<char> Fractions = SearchValues.Create(".eEnN∞");

    private readonly Spread _spread = new();
    private long _count;
    private long _nulls;
    private bool _isWhole = true;
    private bool _isNumber = true;
    private bool _isLogical = true;
    private bool _isDate = true;
    private double _least = double.PositiveInfinity;
    private double _most = double.NegativeInfinity;
    private string? _leastNumber;
    private string? _mostNumber;
    private string? _first;
    private string? _last;

    public bool IsNumber => _count > 0 && _isNumber;

    public void AddNull() => _nulls++;

    /// <summary>Counts as absent what no row told, up to this many rows.</summary>
    public void Complete(long rows) => _nulls = Math.Max(_nulls, rows - _count);

    public void Add(ReadOnlySpan<char> cell)
    {
        _count++;
        if (_isNumber && !AddNumber(cell))
        {
            _isNumber = _isWhole = false;
        }

        _isLogical = _isLogical && (cell.Equals("true", StringComparison.OrdinalIgnoreCase) || cell.Equals("false", StringComparison.OrdinalIgnoreCase));
        _isDate = _isDate && IsDate(cell);
        _spread.Add(cell);
        if (_first is null || cell.CompareTo(_first, StringComparison.Ordinal) < 0)
        {
            _first = Head(cell);
        }

        if (_last is null || cell.CompareTo(_last, StringComparison.Ordinal) > 0)
        {
            _last = Head(cell);
        }
    }

    /// <param name="name">The column's name.</param>
    /// <param name="basis">What was looked at, such as <c>all rows</c>.</param>
    public TableColumn ToColumn(string name, string basis)
    {
        if (_count == 0)
        {
            return new(name, "empty", false, ColumnFacts.Unknown with { Nulls = _nulls, Basis = basis });
        }

        var (least, most) = IsNumber ? (_leastNumber, _mostNumber) : (_first, _last);
        var bars = IsNumber ? _spread.NumberBars() : _spread.TextBars();
        var facts = new ColumnFacts(_nulls, Shown(least), Shown(most), basis, bars, basis);
        return new(name, Type, IsNumber, facts);
    }

    private string Type => IsNumber ? (_isWhole ? "integer" : "number") : _isLogical ? "boolean" : _isDate ? "date" : "text";

    private bool AddNumber(ReadOnlySpan<char> cell)
    {
        if (cell.Length > 40 || !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        _isWhole = _isWhole && !cell.ContainsAny(Fractions);
        if (number < _least)
        {
            (_least, _leastNumber) = (number, cell.Trim().ToString());
        }

        if (number > _most)
        {
            (_most, _mostNumber) = (number, cell.Trim().ToString());
        }

        _spread.Add(number);
        return true;
    }

    private static bool IsDate(ReadOnlySpan<char> cell) =>
        cell.Length is >= 8 and <= 40 && char.IsAsciiDigit(cell[0]) && DateTime.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Head(ReadOnlySpan<char> cell) => cell[..Math.Min(cell.Length, 100)].ToString();

    private static string? Shown(string? text) => text is null ? null : VisibleText.Line(text, 60);
}
