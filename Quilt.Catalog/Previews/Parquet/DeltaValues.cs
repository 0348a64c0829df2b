namespace Quilt.Catalog.Previews.Parquet;

/// <summary>Whole numbers as differences, in blocks of miniature blocks of one bit width each.</summary>
internal sealed class DeltaValues : ValueDecoder
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly bool _is32Bit;
    private readonly int _miniBlocks;
    private readonly int _miniBlockSize;
    private readonly byte[] _widths = [];
    private int _position;
    private long _value;
    private long _left;
    private bool _isFirst = true;
    private long _least;
    private int _miniBlock;
    private int _inMiniBlock;

    public DeltaValues(ReadOnlyMemory<byte> bytes, bool is32Bit)
    {
        const int MaxBlock = 1 << 20;
        const int MaxMiniBlocks = 512;
        _bytes = bytes;
        _is32Bit = is32Bit;
        if (Bits.TryVarint(bytes.Span, ref _position, out var block) && Bits.TryVarint(bytes.Span, ref _position, out var miniBlocks)
            && Bits.TryVarint(bytes.Span, ref _position, out var total) && Bits.TryVarint(bytes.Span, ref _position, out var first)
            && block is > 0 and <= MaxBlock && miniBlocks is > 0 and <= MaxMiniBlocks && block % (8 * miniBlocks) == 0)
        {
            _miniBlocks = (int)miniBlocks;
            _miniBlockSize = (int)(block / miniBlocks);
            _widths = new byte[_miniBlocks];
            _miniBlock = _miniBlocks;
            _left = (long)Math.Min(total, int.MaxValue);
            _value = Signed(first);
        }
    }

    /// <summary>How many values there are yet.</summary>
    public long Left => _left;

    /// <summary>Where the numbers end, once all of them are read.</summary>
    public int End => _miniBlock < _miniBlocks && _inMiniBlock > 0 ? _position + MiniBlockLength(_widths[_miniBlock]) : _position;

    public override bool TryNext(out ParquetValue value)
    {
        value = default;
        if (_left <= 0)
        {
            return false;
        }

        if (_isFirst)
        {
            _isFirst = false;
        }
        else if (!TryDelta(out var delta))
        {
            return false;
        }
        else
        {
            _value = unchecked(_value + _least + (long)delta);
        }

        _left--;
        value = ParquetValue.Of(_is32Bit ? unchecked((int)_value) : _value);
        return true;
    }

    private bool TryDelta(out ulong delta)
    {
        delta = 0;
        if (_miniBlock >= _miniBlocks && !TryBlock())
        {
            return false;
        }

        var width = _widths[_miniBlock];
        var bit = (_position * 8L) + ((long)_inMiniBlock * width);
        if (width > 64 || (bit + width + 7) / 8 > _bytes.Length)
        {
            return false;
        }

        delta = width == 0 ? 0 : Bits.ReadLong(_bytes.Span, bit, width);
        if (++_inMiniBlock == _miniBlockSize)
        {
            _position += MiniBlockLength(width);
            _inMiniBlock = 0;
            _miniBlock++;
        }

        return true;
    }

    private bool TryBlock()
    {
        if (!Bits.TryVarint(_bytes.Span, ref _position, out var least) || _position + _miniBlocks > _bytes.Length)
        {
            return false;
        }

        _least = Signed(least);
        _bytes.Span.Slice(_position, _miniBlocks).CopyTo(_widths);
        _position += _miniBlocks;
        _miniBlock = 0;
        _inMiniBlock = 0;
        return true;
    }

    private int MiniBlockLength(int width) => width * _miniBlockSize / 8;

    private static long Signed(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}

/// <summary>Byte arrays: all lengths, then all bytes.</summary>
internal sealed class DeltaLengthValues : ValueDecoder
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<int> _lengths;
    private int _position;
    private int _next;

    public DeltaLengthValues(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        (_lengths, _position) = Lengths(bytes);
    }

    public override bool TryNext(out ParquetValue value)
    {
        value = default;
        if (_next >= _lengths.Count || _lengths[_next] < 0 || _lengths[_next] > _bytes.Length - _position)
        {
            return false;
        }

        value = ParquetValue.Of(_bytes.Slice(_position, _lengths[_next]));
        _position += _lengths[_next++];
        return true;
    }

    /// <summary>The numbers that the bytes begin with; none where they do not hold all of them.</summary>
    public static (List<int> Lengths, int End) Lengths(ReadOnlyMemory<byte> bytes)
    {
        const int MaxValues = 1 << 20;
        var lengths = new List<int>();
        var numbers = new DeltaValues(bytes, is32Bit: true);
        while (lengths.Count < MaxValues && numbers.TryNext(out var length))
        {
            lengths.Add((int)length.Integer);
        }

        return numbers.Left == 0 ? (lengths, numbers.End) : ([], 0);
    }
}

/// <summary>Byte arrays that begin as the one before: how much they share, then the rest.</summary>
internal sealed class DeltaBytesValues : ValueDecoder
{
    private readonly List<int> _shared;
    private readonly DeltaLengthValues _rests;
    private ReadOnlyMemory<byte> _last;
    private int _next;

    public DeltaBytesValues(ReadOnlyMemory<byte> bytes)
    {
        (_shared, var end) = DeltaLengthValues.Lengths(bytes);
        _rests = new DeltaLengthValues(end <= bytes.Length ? bytes[end..] : ReadOnlyMemory<byte>.Empty);
    }

    public override bool TryNext(out ParquetValue value)
    {
        const int MaxLength = 1 << 16;
        value = default;
        if (_next >= _shared.Count || _shared[_next] < 0 || _shared[_next] > _last.Length || !_rests.TryNext(out var rest))
        {
            return false;
        }

        // Each value is a copy: a chain of growing ones is cut where it would multiply.
        var shared = _last[.._shared[_next++]];
        if (shared.Length + rest.Bytes.Length > MaxLength)
        {
            return false;
        }

        _last = (byte[])[.. shared.Span, .. rest.Bytes.Span];
        value = ParquetValue.Of(_last);
        return true;
    }
}
