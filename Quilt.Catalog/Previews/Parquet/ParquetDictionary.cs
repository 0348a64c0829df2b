namespace Quilt.Catalog.Previews.Parquet;

/// <summary>The distinct values of a column chunk, as far as they were read; data pages point into it.</summary>
internal sealed class ParquetDictionary(ParquetColumn column, ReadOnlyMemory<byte> bytes, bool isWhole)
{
    private const int MaxValues = 1 << 18;

    private readonly PlainValues _stored = new(column, bytes);
    private readonly List<ParquetValue> _values = [];

    /// <summary>Whether a value was asked for that lies beyond what was read.</summary>
    public bool FellShort { get; private set; }

    public bool TryGet(int index, out ParquetValue value)
    {
        value = default;
        while (_values.Count <= index && _values.Count < MaxValues && _stored.TryNext(out var next))
        {
            _values.Add(next);
        }

        if ((uint)index < (uint)_values.Count)
        {
            value = _values[index];
            return true;
        }

        FellShort = !isWhole;
        return false;
    }
}
