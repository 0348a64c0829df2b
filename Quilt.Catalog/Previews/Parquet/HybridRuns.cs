namespace Quilt.Catalog.Previews.Parquet;

/// <summary>Parquet's mixture of repeated and bit-packed small numbers. A run costs nothing but its head, however long it says it is.</summary>
internal sealed class HybridRuns(ReadOnlyMemory<byte> bytes, int bitWidth)
{
    private int _position;
    private long _left;
    private bool _isPacked;
    private int _value;
    private long _bit;

    /// <summary>The next number; false where the bytes end.</summary>
    public bool TryNext(out int value)
    {
        value = 0;
        if (bitWidth == 0)
        {
            return true;
        }

        if (_left == 0 && !StartRun())
        {
            return false;
        }

        if (!_isPacked)
        {
            _left--;
            value = _value;
            return true;
        }

        if ((_bit + bitWidth + 7) / 8 > bytes.Length)
        {
            return false;
        }

        value = Bits.Read(bytes.Span, _bit, bitWidth);
        _bit += bitWidth;
        _left--;
        if (_left == 0)
        {
            _position = (int)((_bit + 7) / 8);
        }

        return true;
    }

    private bool StartRun()
    {
        do
        {
            if (!Bits.TryVarint(bytes.Span, ref _position, out var head))
            {
                return false;
            }

            _isPacked = (head & 1) == 1;
            _left = (long)(head >> 1);
            if (_isPacked)
            {
                // Groups of eight.
                _left = Math.Min(_left, int.MaxValue) * 8;
                _bit = _position * 8L;
                continue;
            }

            var width = (bitWidth + 7) / 8;
            if (_position + width > bytes.Length)
            {
                return false;
            }

            _value = 0;
            for (var i = 0; i < width; i++)
            {
                _value |= bytes.Span[_position++] << (8 * i);
            }
        }
        while (_left <= 0);
        return true;
    }
}

/// <summary>Numbers between the bytes.</summary>
internal static class Bits
{
    /// <summary>A number of up to 32 bits, least significant first.</summary>
    public static int Read(ReadOnlySpan<byte> bytes, long bit, int width)
    {
        var value = 0L;
        var first = (int)(bit >> 3);
        var last = (int)((bit + width + 7) >> 3);
        for (var i = first; i < last; i++)
        {
            value |= (long)bytes[i] << (8 * (i - first));
        }

        return (int)((value >> (int)(bit & 7)) & ((1L << width) - 1));
    }

    /// <summary>A number of up to 64 bits, least significant first.</summary>
    public static ulong ReadLong(ReadOnlySpan<byte> bytes, long bit, int width)
    {
        UInt128 value = 0;
        var first = (int)(bit >> 3);
        var last = (int)((bit + width + 7) >> 3);
        for (var i = first; i < last; i++)
        {
            value |= (UInt128)bytes[i] << (8 * (i - first));
        }

        return (ulong)((value >> (int)(bit & 7)) & ((UInt128.One << width) - 1));
    }

    public static bool TryVarint(ReadOnlySpan<byte> bytes, ref int position, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (position >= bytes.Length)
            {
                return false;
            }

            var part = bytes[position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
