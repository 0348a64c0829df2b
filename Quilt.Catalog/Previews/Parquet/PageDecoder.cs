using System.Buffers.Binary;

namespace Quilt.Catalog.Previews.Parquet;

/// <summary>The value of a column in a row: absent, one, or those of a list.</summary>
/// <param name="Single">The value, where the column is in no list.</param>
/// <param name="Many">The values of the lists, absent ones null; null where there is no list.</param>
internal readonly record struct ParquetCell(ParquetValue? Single, List<ParquetValue?>? Many);

/// <summary>Takes the rows out of what was read of a data page.</summary>
internal sealed class PageDecoder(ParquetColumn column, Codec codec, PageHeader header, int maxUnpacked)
{
    private const int MaxListed = 50;

    /// <summary>Values of one page that are gone through: a run of two billion takes four bytes.</summary>
    private const int MaxValues = 8_000_000;

    /// <summary>Rows behind those of the page that are decoded for charts, since they are there.</summary>
    private const int Sample = 2000;

    /// <summary>Whether a cap ended the decoding.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Adds the rows from <paramref name="skip"/> on to <paramref name="cells"/>, at least <paramref name="take"/> of them if they are there.</summary>
    /// <returns>How many rows were skipped.</returns>
    public long Decode(ReadOnlyMemory<byte> packed, bool isWhole, ParquetDictionary? dictionary, long skip, int take, List<ParquetCell> cells)
    {
        var (repetitions, definitions, bytes) = Open(packed);
        if (repetitions is null || definitions is null)
        {
            return 0;
        }

        var values = ValueDecoder.For(header.Encoding, column, bytes, isWhole, header.Values, dictionary);
        var most = cells.Count + Math.Max(take, Sample);
        long row = -1;
        List<ParquetValue?>? many = null;
        for (var i = 0; i < header.Values; i++)
        {
            if (i >= MaxValues)
            {
                IsCut = true;
                break;
            }

            if (!repetitions.TryNext(out var repetition) || !definitions.TryNext(out var definition))
            {
                break;
            }

            ParquetValue? value = null;
            if (definition == column.MaxDefinition)
            {
                if (!values.TryNext(out var found))
                {
                    break;
                }

                value = found;
            }

            if (repetition == 0)
            {
                row++;
                if (row < skip)
                {
                    continue;
                }

                if (cells.Count >= most)
                {
                    break;
                }

                many = column.MaxRepetition > 0 && (value is not null || definition == column.MaxDefinition - 1) ? [value] : null;
                cells.Add(column.MaxRepetition > 0 ? new(null, many) : new(value, null));
            }
            else if (row >= skip && many is { Count: < MaxListed })
            {
                many.Add(value);
            }
        }

        return Math.Min(skip, row + 1);
    }

    /// <summary>The levels and the bytes of the values; null where the levels are not all there.</summary>
    private (HybridRuns? Repetitions, HybridRuns? Definitions, ReadOnlyMemory<byte> Values) Open(ReadOnlyMemory<byte> packed)
    {
        var wanted = Math.Min(header.UnpackedSize, maxUnpacked);
        IsCut = wanted < header.UnpackedSize;
        if (header.Kind == PageKind.DataV2)
        {
            // Levels stand before the values and are not compressed.
            var levels = (long)header.RepetitionLength + header.DefinitionLength;
            if (levels > packed.Length)
            {
                return default;
            }

            var stored = packed[(int)levels..];
            return (
                Levels(packed[..header.RepetitionLength], column.MaxRepetition),
                Levels(packed.Slice(header.RepetitionLength, header.DefinitionLength), column.MaxDefinition),
                header.IsCompressed ? Decompression.Begin(codec, stored, wanted) : stored);
        }

        var bytes = Decompression.Begin(codec, packed, wanted);
        return Take(ref bytes, column.MaxRepetition) is { } repetitions && Take(ref bytes, column.MaxDefinition) is { } definitions
            ? (repetitions, definitions, bytes)
            : default;
    }

    private static HybridRuns? Take(ref ReadOnlyMemory<byte> bytes, int most)
    {
        if (most == 0)
        {
            return new HybridRuns(ReadOnlyMemory<byte>.Empty, 0);
        }

        if (bytes.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(bytes.Span) is var length && (length < 0 || length > bytes.Length - 4))
        {
            return null;
        }

        var levels = Levels(bytes.Slice(4, length), most);
        bytes = bytes[(4 + length)..];
        return levels;
    }

    private static HybridRuns Levels(ReadOnlyMemory<byte> bytes, int most) => new(bytes, 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)most));
}
