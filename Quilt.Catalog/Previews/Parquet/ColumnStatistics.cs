namespace Quilt.Catalog.Previews.Parquet;

/// <summary>Puts together what the row groups say of a column; what one of them does not say, nobody knows.</summary>
internal sealed class ColumnStatistics(ParquetColumn column)
{
    private const int MaxShown = 60;

    private ParquetValue? _least;
    private ParquetValue? _most;
    private long? _nulls = 0;
    private bool _isKnown = true;
    private bool _wasAdded;

    public long? Nulls => _nulls;

    public string? Least => _isKnown ? _least?.ToText(column, MaxShown) : null;

    public string? Most => _isKnown ? _most?.ToText(column, MaxShown) : null;

    /// <summary>Whether a value of the column is one that there can be by these statistics.</summary>
    public bool Includes(ParquetValue value) =>
        !_isKnown || _least is not { } least || _most is not { } most || double.IsNaN(value.Real)
        || (ParquetValue.Compare(least, value, column) is <= 0 or null && ParquetValue.Compare(most, value, column) is >= 0 or null);

    public void Add(ColumnChunk chunk)
    {
        _wasAdded = true;
        _nulls = chunk.Nulls is >= 0 ? _nulls + chunk.Nulls : null;
        if (!_isKnown)
        {
            return;
        }

        if (column.MaxRepetition > 0 || chunk.Physical != column.Physical
            || chunk.Least is not { } leastBytes || chunk.Most is not { } mostBytes
            || ParquetValue.FromStatistics(leastBytes, column.Physical) is not { } least
            || ParquetValue.FromStatistics(mostBytes, column.Physical) is not { } most
            || ParquetValue.Compare(least, most, column) is not { } order || order > 0)
        {
            _isKnown = false;
            return;
        }

        _least = _least is { } before && ParquetValue.Compare(before, least, column) <= 0 ? before : least;
        _most = _most is { } after && ParquetValue.Compare(after, most, column) >= 0 ? after : most;
    }

    /// <summary>A row group that does not have the column tells nothing of it.</summary>
    public void EndGroup()
    {
        if (!_wasAdded)
        {
            (_isKnown, _nulls) = (false, null);
        }

        _wasAdded = false;
    }
}
