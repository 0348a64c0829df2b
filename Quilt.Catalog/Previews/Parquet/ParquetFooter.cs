using System.Buffers.Binary;
using Quilt.Catalog.Previews.Reading;

namespace Quilt.Catalog.Previews.Parquet;

/// <summary>What the end of a parquet file says of it. The row groups are read anew when they are needed: their lists can be long.</summary>
internal sealed class ParquetFooter
{
    private const int FirstRead = 64 * 1024;
    private const int MaxRowGroups = 100_000;

    private readonly byte[] _bytes;
    private readonly List<(int Position, long FirstRow, long Rows)> _groups = [];

    private ParquetFooter(byte[] bytes, PreviewOptions options)
    {
        _bytes = bytes;
        var thrift = new ThriftReader(bytes);
        long declared = 0;
        for (var field = 0; thrift.NextField(ref field, out var type);)
        {
            switch (field)
            {
                case 2 when type == ThriftType.List:
                    (Columns, ColumnCount) = ParquetSchema.Read(ref thrift, options.MaxColumns, options.MaxNesting);
                    Statistics = [.. Columns.Select(column => new ColumnStatistics(column))];
                    break;
                case 3:
                    declared = thrift.Int64();
                    break;
                case 4 when type == ThriftType.List:
                    ReadGroups(ref thrift);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        if (Columns.Count == 0)
        {
            throw new PreviewRefusedException("The table has no columns.");
        }

        IsLying = declared != Rows;
    }

    /// <summary>The columns that are shown.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; } = [];

    /// <summary>How many there are.</summary>
    public int ColumnCount { get; }

    /// <summary>What all row groups say of each of the columns.</summary>
    public IReadOnlyList<ColumnStatistics> Statistics { get; } = [];

    /// <summary>The rows of all row groups.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether the number of rows is not what the row groups add up to.</summary>
    public bool IsLying { get; }

    /// <summary>Reads it from the end of the file, which says how long it is.</summary>
    public static async Task<ParquetFooter> ReadAsync(ObjectReader reader, PreviewOptions options, CancellationToken cancellationToken)
    {
        var end = await reader.ReadEndAsync(FirstRead, cancellationToken);
        if (reader.IsGzip)
        {
            throw new PreviewRefusedException("It is stored compressed as a whole, so that its parts cannot be read one by one. Download it, or push it with a newer client.");
        }

        if (end.AsSpan().EndsWith("PARE"u8))
        {
            throw new PreviewRefusedException("The table is encrypted.");
        }

        if (end.Length < 12 || !end.AsSpan().EndsWith("PAR1"u8))
        {
            throw new PreviewRefusedException("The file begins like parquet but does not end like it: it is cut off or damaged.");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(end.Length - 8));
        if (length > options.MaxFooterBytes)
        {
            throw new PreviewRefusedException($"The table's footer says it has {Units.HumanUnits.Size(length)}, more than a preview reads.");
        }

        if (length + 12L > reader.StoredSize)
        {
            throw ThriftReader.Malformed();
        }

        var footer = length + 8 <= end.Length
            ? end[(end.Length - 8 - (int)length)..^8]
            : await reader.ReadAsync(reader.StoredSize - 8 - length, (int)length, cancellationToken);
        return footer.Length == length ? new ParquetFooter(footer, options) : throw ThriftReader.Malformed();
    }

    /// <summary>The row group that holds a row; null beyond the last.</summary>
    /// <returns>Its first row, its rows, and its chunks by column.</returns>
    public (long FirstRow, long Rows, ColumnChunk?[] Chunks)? GroupOf(long row)
    {
        var index = _groups.FindIndex(group => row < group.FirstRow + group.Rows);
        if (index < 0)
        {
            return null;
        }

        var chunks = new ColumnChunk?[Columns.Count];
        var thrift = new ThriftReader(_bytes, _groups[index].Position);
        ReadGroup(ref thrift, (column, chunk) => chunks[column] = chunk);
        return (_groups[index].FirstRow, _groups[index].Rows, chunks);
    }

    private void ReadGroups(ref ThriftReader thrift)
    {
        var count = thrift.List(out var type);
        if (type != ThriftType.Struct || count > MaxRowGroups || Columns.Count == 0)
        {
            throw ThriftReader.Malformed();
        }

        for (; count > 0; count--)
        {
            var position = thrift.Position;
            var rows = ReadGroup(ref thrift, (column, chunk) => Statistics[column].Add(chunk));
            if (rows < 0 || rows > long.MaxValue - Rows)
            {
                throw ThriftReader.Malformed();
            }

            foreach (var statistics in Statistics)
            {
                statistics.EndGroup();
            }

            if (rows > 0)
            {
                _groups.Add((position, Rows, rows));
                Rows += rows;
            }
        }
    }

    private long ReadGroup(ref ThriftReader thrift, Action<int, ColumnChunk> found)
    {
        long rows = 0;
        for (var field = 0; thrift.NextField(ref field, out var type);)
        {
            switch (field)
            {
                case 1 when type == ThriftType.List:
                    var count = thrift.List(out _);
                    for (var column = 0; column < count; column++)
                    {
                        if (column < Columns.Count)
                        {
                            found(column, ColumnChunk.Read(ref thrift));
                        }
                        else
                        {
                            thrift.Skip(ThriftType.Struct);
                        }
                    }

                    break;
                case 3:
                    rows = thrift.Int64();
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return rows;
    }
}
