namespace Quilt.Catalog.Previews.Parquet;

/// <summary>The kinds of pages, by parquet's codes.</summary>
internal enum PageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}

/// <summary>What stands before a page.</summary>
internal sealed class PageHeader
{
    public PageKind Kind { get; private set; }

    public int UnpackedSize { get; private set; }

    public int PackedSize { get; private set; }

    public int Values { get; private set; }

    /// <summary>Rows, where the page tells.</summary>
    public int? Rows { get; private set; }

    public int Encoding { get; private set; }

    public int DefinitionLength { get; private set; }

    public int RepetitionLength { get; private set; }

    public bool IsCompressed { get; private set; } = true;

    /// <summary>Bytes of the header itself.</summary>
    public int Length { get; private set; }

    /// <returns>Null where the bytes end before the header does.</returns>
    public static PageHeader? TryRead(ReadOnlySpan<byte> bytes)
    {
        var header = new PageHeader();
        var thrift = new ThriftReader(bytes);
        try
        {
            header.Read(ref thrift);
        }
        catch (PreviewRefusedException)
        {
            // Malformed and not yet whole look alike; the caller reads more, up to a limit.
            return null;
        }

        header.Length = thrift.Position;
        return header.PackedSize >= 0 && header.UnpackedSize >= 0 && header.Values >= 0 && header.Rows is null or >= 0
            && header.DefinitionLength >= 0 && header.RepetitionLength >= 0
            ? header
            : throw ThriftReader.Malformed();
    }

    private void Read(ref ThriftReader thrift)
    {
        for (var field = 0; thrift.NextField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    Kind = (PageKind)thrift.Int32();
                    break;
                case 2:
                    UnpackedSize = thrift.Int32();
                    break;
                case 3:
                    PackedSize = thrift.Int32();
                    break;
                case 5 or 7 when type == ThriftType.Struct:
                    ReadData(ref thrift);
                    break;
                case 8 when type == ThriftType.Struct:
                    ReadDataV2(ref thrift);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
    }

    private void ReadData(ref ThriftReader thrift)
    {
        for (var field = 0; thrift.NextField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    Values = thrift.Int32();
                    break;
                case 2:
                    Encoding = thrift.Int32();
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
    }

    private void ReadDataV2(ref ThriftReader thrift)
    {
        for (var field = 0; thrift.NextField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    Values = thrift.Int32();
                    break;
                case 3:
                    Rows = thrift.Int32();
                    break;
                case 4:
                    Encoding = thrift.Int32();
                    break;
                case 5:
                    DefinitionLength = thrift.Int32();
                    break;
                case 6:
                    RepetitionLength = thrift.Int32();
                    break;
                case 7:
                    IsCompressed = type == ThriftType.True;
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
    }
}
