namespace Quilt.Catalog.Previews.Parquet;

/// <summary>
/// Snappy and LZ4 blocks, as far as their beginning was read and as far as the outcome is wanted. Libraries take whole
/// blocks, and believe what these say of their length.
/// </summary>
internal static class LempelZiv
{
    public static ReadOnlyMemory<byte> Snappy(ReadOnlySpan<byte> packed, int wanted)
    {
        var output = new Output(wanted);
        var at = 0;

        // The length of the whole, as it claims.
        while (at < packed.Length && packed[at++] >= 0x80)
        {
        }

        while (at < packed.Length && !output.IsFull)
        {
            var tag = packed[at++];
            int length, offset;
            switch (tag & 3)
            {
                case 0:
                    length = tag >> 2;
                    var more = Math.Max(0, length - 59);
                    if (at + more > packed.Length)
                    {
                        return output.Written;
                    }

                    if (more > 0)
                    {
                        length = Little(packed.Slice(at, more));
                        at += more;
                    }

                    if (length < 0 || length == int.MaxValue)
                    {
                        return output.Written;
                    }

                    length = Math.Min(length + 1, packed.Length - at);
                    output.Add(packed.Slice(at, length));
                    at += length;
                    continue;
                case 1 when at < packed.Length:
                    (length, offset) = (4 + ((tag >> 2) & 7), ((tag >> 5) << 8) | packed[at]);
                    at++;
                    break;
                case 2 when at + 2 <= packed.Length:
                    (length, offset) = ((tag >> 2) + 1, Little(packed.Slice(at, 2)));
                    at += 2;
                    break;
                case 3 when at + 4 <= packed.Length:
                    (length, offset) = ((tag >> 2) + 1, Little(packed.Slice(at, 4)));
                    at += 4;
                    break;
                default:
                    return output.Written;
            }

            if (!output.Repeat(offset, length))
            {
                return output.Written;
            }
        }

        return output.Written;
    }

    public static ReadOnlyMemory<byte> Lz4(ReadOnlySpan<byte> packed, int wanted)
    {
        var output = new Output(wanted);
        var at = 0;
        while (at < packed.Length && !output.IsFull)
        {
            var token = packed[at++];
            var literals = Math.Min(Length(packed, ref at, token >> 4), packed.Length - at);
            output.Add(packed.Slice(at, literals));
            at += literals;
            if (at + 2 > packed.Length)
            {
                break;
            }

            var offset = Little(packed.Slice(at, 2));
            at += 2;
            if (!output.Repeat(offset, Length(packed, ref at, token & 15) + 4))
            {
                break;
            }
        }

        return output.Written;
    }

    private static int Length(ReadOnlySpan<byte> packed, ref int at, int length)
    {
        if (length == 15)
        {
            byte more;
            do
            {
                more = at < packed.Length ? packed[at++] : (byte)0;
                length += more;
            }
            while (more == 255 && length < int.MaxValue / 2);
        }

        return length;
    }

    private static int Little(ReadOnlySpan<byte> bytes)
    {
        var value = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            value |= bytes[i] << (8 * i);
        }

        return value;
    }

    /// <summary>What was unpacked, of a length that was set before.</summary>
    private struct Output(int wanted)
    {
        private byte[] _buffer = new byte[Math.Min(wanted, 64 * 1024)];
        private int _length;

        public readonly bool IsFull => _length >= wanted;

        public readonly ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

        public void Add(ReadOnlySpan<byte> literals)
        {
            literals = literals[..Math.Min(literals.Length, wanted - _length)];
            Grow(literals.Length);
            literals.CopyTo(_buffer.AsSpan(_length));
            _length += literals.Length;
        }

        /// <summary>Repeats what was written before, over itself where the length is longer than the way back.</summary>
        public bool Repeat(int offset, int length)
        {
            if (offset <= 0 || offset > _length)
            {
                return false;
            }

            length = Math.Min(length, wanted - _length);
            Grow(length);
            for (; length > 0; length--)
            {
                _buffer[_length] = _buffer[_length - offset];
                _length++;
            }

            return true;
        }

        /// <summary>The buffer is as large as what there is, not as what the page promises.</summary>
        private void Grow(int more)
        {
            if (_length + more > _buffer.Length)
            {
                Array.Resize(ref _buffer, (int)Math.Min(wanted, Math.Max(_length + (long)more, 2L * _buffer.Length)));
            }
        }
    }
}
