namespace Quilt.Catalog.Previews.Parquet;

/// <summary>
/// Reads Thrift's compact protocol from bytes that may say anything: every length is held against what is left, so that
/// nothing is allocated on a stranger's word.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, int position = 0)
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Where the next byte is read.</summary>
    public int Position { get; private set; } = position;

    private readonly int Left => _bytes.Length - Position;

    /// <summary>The next field of a struct; false at its end.</summary>
    /// <param name="field">The number of the field before it, 0 at first; becomes this one's.</param>
    /// <param name="type">Its type.</param>
    public bool NextField(ref int field, out ThriftType type)
    {
        var header = Byte();
        type = (ThriftType)(header & 0x0F);
        if (type == ThriftType.Stop)
        {
            return false;
        }

        field = header >> 4 == 0 ? (short)ZigZag() : field + (header >> 4);
        return true;
    }

    public int Int32() => unchecked((int)ZigZag());

    public long Int64() => ZigZag();

    public ReadOnlySpan<byte> Binary()
    {
        var length = Varint();
        if (length > (ulong)Left)
        {
            throw Malformed();
        }

        var value = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return value;
    }

    /// <summary>The head of a list: each of its elements takes a byte at least, or it is a lie.</summary>
    public int List(out ThriftType type)
    {
        var header = Byte();
        type = (ThriftType)(header & 0x0F);
        var count = header >> 4 == 15 ? Varint() : (ulong)(header >> 4);
        return count <= (ulong)Left ? (int)count : throw Malformed();
    }

    /// <summary>Goes past a value of any type.</summary>
    public void Skip(ThriftType type, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            throw Malformed();
        }

        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                Byte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                Varint();
                break;
            case ThriftType.Double:
                Advance(8);
                break;
            case ThriftType.Binary:
                Binary();
                break;
            case ThriftType.List or ThriftType.Set:
                for (var left = List(out var element); left > 0; left--)
                {
                    SkipElement(element, depth + 1);
                }

                break;
            case ThriftType.Map:
                SkipMap(depth + 1);
                break;
            case ThriftType.Struct:
                for (var field = 0; NextField(ref field, out var member);)
                {
                    Skip(member, depth + 1);
                }

                break;
            default:
                throw Malformed();
        }
    }

    public static PreviewRefusedException Malformed() => new("The file is not well-formed parquet, or is damaged. Download it to repair it.");

    // Booleans are part of a field's head, but take a byte in a list.
    private void SkipElement(ThriftType type, int depth) => Skip(type is ThriftType.True or ThriftType.False ? ThriftType.Byte : type, depth);

    private void SkipMap(int depth)
    {
        var count = Varint();
        if (count == 0)
        {
            return;
        }

        var types = Byte();
        if (count > (ulong)Left)
        {
            throw Malformed();
        }

        for (; count > 0; count--)
        {
            SkipElement((ThriftType)(types >> 4), depth);
            SkipElement((ThriftType)(types & 0x0F), depth);
        }
    }

    private byte Byte() => Left > 0 ? _bytes[Position++] : throw Malformed();

    private void Advance(int count) => Position = count <= Left ? Position + count : throw Malformed();

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Malformed();
    }

    private long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}

/// <summary>The types of Thrift's compact protocol, by their codes.</summary>
internal enum ThriftType
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}
