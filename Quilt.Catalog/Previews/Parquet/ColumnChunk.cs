namespace Quilt.Catalog.Previews.Parquet;

/// <summary>Where the values of a column in a row group are, and what is said of them.</summary>
internal sealed class ColumnChunk
{
    private const int MaxStatistic = 1024;

    public bool IsElsewhere { get; private set; }

    public PhysicalType? Physical { get; private set; }

    public Codec Codec { get; private set; }

    public long DataOffset { get; private set; }

    public long? DictionaryOffset { get; private set; }

    public long CompressedSize { get; private set; }

    public long? Nulls { get; private set; }

    public byte[]? Least { get; private set; }

    public byte[]? Most { get; private set; }

    /// <summary>The first byte of its pages.</summary>
    public long Start => DictionaryOffset is > 0 and var dictionary && dictionary < DataOffset ? dictionary : DataOffset;

    public static ColumnChunk Read(ref ThriftReader thrift)
    {
        var chunk = new ColumnChunk();
        for (var field = 0; thrift.NextField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    chunk.IsElsewhere = true;
                    thrift.Skip(type);
                    break;
                case 3 when type == ThriftType.Struct:
                    chunk.ReadMetadata(ref thrift);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return chunk;
    }

    private void ReadMetadata(ref ThriftReader thrift)
    {
        for (var field = 0; thrift.NextField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    Physical = (PhysicalType)thrift.Int32();
                    break;
                case 4:
                    Codec = (Codec)thrift.Int32();
                    break;
                case 7:
                    CompressedSize = thrift.Int64();
                    break;
                case 9:
                    DataOffset = thrift.Int64();
                    break;
                case 11:
                    DictionaryOffset = thrift.Int64();
                    break;
                case 12 when type == ThriftType.Struct:
                    ReadStatistics(ref thrift);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
    }

    private void ReadStatistics(ref ThriftReader thrift)
    {
        byte[]? oldLeast = null;
        byte[]? oldMost = null;
        for (var field = 0; thrift.NextField(ref field, out var type);)
        {
            switch (field)
            {
                case 1 when type == ThriftType.Binary:
                    oldMost = Kept(thrift.Binary());
                    break;
                case 2 when type == ThriftType.Binary:
                    oldLeast = Kept(thrift.Binary());
                    break;
                case 3:
                    Nulls = thrift.Int64();
                    break;
                case 5 when type == ThriftType.Binary:
                    Most = Kept(thrift.Binary());
                    break;
                case 6 when type == ThriftType.Binary:
                    Least = Kept(thrift.Binary());
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        // The old fields were filled with signed comparison, which is right for numbers and wrong for texts.
        if (Physical is not (PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray or PhysicalType.Int96))
        {
            Least ??= oldLeast;
            Most ??= oldMost;
        }
    }

    private static byte[]? Kept(ReadOnlySpan<byte> value) => value.Length <= MaxStatistic ? value.ToArray() : null;
}
