using System.Buffers.Binary;

namespace Quilt.Catalog.Previews.Parquet;

/// <summary>Reads one value after another of what was unpacked of a page.</summary>
internal abstract class ValueDecoder
{
    /// <summary>The next value; false where the bytes end, or say what cannot be.</summary>
    public abstract bool TryNext(out ParquetValue value);

    /// <summary>The decoder for an encoding, by parquet's codes.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="column">What the values are of.</param>
    /// <param name="bytes">What was unpacked of the page, from the values on.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="values">How many values the page says it has.</param>
    /// <param name="dictionary">The values that indices point to.</param>
    public static ValueDecoder For(int encoding, ParquetColumn column, ReadOnlyMemory<byte> bytes, bool isWhole, int values, ParquetDictionary? dictionary) => encoding switch
    {
        0 => new PlainValues(column, bytes),
        2 or 8 when dictionary is not null => new DictionaryValues(bytes, dictionary),
        3 when column.Physical == PhysicalType.Boolean => new RunValues(bytes),
        5 when column.Physical is PhysicalType.Int32 or PhysicalType.Int64 => new DeltaValues(bytes, column.Physical == PhysicalType.Int32),
        6 when column.Physical == PhysicalType.ByteArray => new DeltaLengthValues(bytes),
        7 when column.Physical is PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray => new DeltaBytesValues(bytes),
        9 when isWhole => new SplitValues(column, bytes, values),
        9 => new NoValues(),
        _ => throw new PreviewRefusedException("A column is encoded in a way that is not known here."),
    };

    /// <summary>Nothing can be read before all of the page is there.</summary>
    private sealed class NoValues : ValueDecoder
    {
        public override bool TryNext(out ParquetValue value)
        {
            value = default;
            return false;
        }
    }

    private sealed class DictionaryValues(ReadOnlyMemory<byte> bytes, ParquetDictionary dictionary) : ValueDecoder
    {
        private readonly HybridRuns _indices = bytes.IsEmpty || bytes.Span[0] > 32
            ? new HybridRuns(ReadOnlyMemory<byte>.Empty, 1)
            : new HybridRuns(bytes[1..], bytes.Span[0]);

        public override bool TryNext(out ParquetValue value)
        {
            value = default;
            return _indices.TryNext(out var index) && dictionary.TryGet(index, out value);
        }
    }

    private sealed class RunValues(ReadOnlyMemory<byte> bytes) : ValueDecoder
    {
        private readonly HybridRuns _runs = new(bytes.Length > 4 ? bytes[4..] : ReadOnlyMemory<byte>.Empty, 1);

        public override bool TryNext(out ParquetValue value)
        {
            var found = _runs.TryNext(out var bit);
            value = ParquetValue.Of((long)bit);
            return found;
        }
    }
}

/// <summary>Values one behind the other.</summary>
internal sealed class PlainValues(ParquetColumn column, ReadOnlyMemory<byte> bytes) : ValueDecoder
{
    private int _position;
    private int _bit;

    public override bool TryNext(out ParquetValue value)
    {
        value = default;
        if (column.Physical == PhysicalType.Boolean)
        {
            return TryBit(out value);
        }

        if (!TryLength(out var length) || length < 0 || length > bytes.Length - _position)
        {
            return false;
        }

        var stored = bytes.Slice(_position, length);
        _position += length;
        value = Of(column.Physical, stored);
        return true;
    }

    public static ParquetValue Of(PhysicalType type, ReadOnlyMemory<byte> stored) => type switch
    {
        PhysicalType.Int32 => ParquetValue.Of((long)BinaryPrimitives.ReadInt32LittleEndian(stored.Span)),
        PhysicalType.Int64 => ParquetValue.Of(BinaryPrimitives.ReadInt64LittleEndian(stored.Span)),
        PhysicalType.Float => ParquetValue.Of((double)BinaryPrimitives.ReadSingleLittleEndian(stored.Span)),
        PhysicalType.Double => ParquetValue.Of(BinaryPrimitives.ReadDoubleLittleEndian(stored.Span)),
        _ => ParquetValue.Of(stored),
    };

    /// <summary>How many bytes a value of fixed length takes.</summary>
    public static int LengthOf(ParquetColumn column) => column.Physical switch
    {
        PhysicalType.Int32 or PhysicalType.Float => 4,
        PhysicalType.Int64 or PhysicalType.Double => 8,
        PhysicalType.Int96 => 12,
        _ => column.Length,
    };

    private bool TryLength(out int length)
    {
        length = LengthOf(column);
        if (column.Physical != PhysicalType.ByteArray)
        {
            return true;
        }

        if (_position + 4 > bytes.Length)
        {
            return false;
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[_position..]);
        _position += 4;
        return true;
    }

    private bool TryBit(out ParquetValue value)
    {
        value = default;
        if (_bit >= bytes.Length * 8L)
        {
            return false;
        }

        value = ParquetValue.Of((bytes.Span[_bit >> 3] >> (_bit & 7)) & 1L);
        _bit++;
        return true;
    }
}

/// <summary>Numbers whose bytes are kept apart: all first bytes, then all second ones.</summary>
internal sealed class SplitValues(ParquetColumn column, ReadOnlyMemory<byte> bytes, int values) : ValueDecoder
{
    private readonly int _width = PlainValues.LengthOf(column);
    private int _next;

    public override bool TryNext(out ParquetValue value)
    {
        value = default;
        var count = _width > 0 ? Math.Min(values, bytes.Length / _width) : 0;
        if (_next >= count)
        {
            return false;
        }

        var stored = new byte[_width];
        for (var i = 0; i < _width; i++)
        {
            stored[i] = bytes.Span[(i * count) + _next];
        }

        _next++;
        value = PlainValues.Of(column.Physical, stored);
        return true;
    }
}
