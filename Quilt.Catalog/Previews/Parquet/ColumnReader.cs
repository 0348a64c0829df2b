using Quilt.Catalog.Previews.Reading;

namespace Quilt.Catalog.Previews.Parquet;

/// <summary>
/// Reads some rows of a column chunk: goes from page header to page header without reading what is between, then unpacks
/// of the page that holds the rows only as much as they need.
/// </summary>
internal sealed class ColumnReader(ObjectReader reader, ParquetColumn column, ColumnChunk chunk, PreviewOptions options, int allowance)
{
    private const int HeaderRead = 512;
    private const int MaxHeader = 256 * 1024;
    private const int FirstPagePart = 32 * 1024;

    private readonly ChunkBytes _bytes = new(reader, EndOf(reader, chunk), allowance);
    private readonly ChunkBytes _dictionaryBytes = new(reader, EndOf(reader, chunk), allowance);
    private (long Offset, PageHeader Header)? _dictionaryPage;
    private ParquetDictionary? _dictionary;
    private int _dictionaryRead;

    /// <summary>The values of the rows, for charts those of some rows behind them.</summary>
    public List<ParquetCell> Cells { get; } = [];

    /// <summary>Whether a cap kept rows from being read.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Reads <paramref name="take"/> rows from <paramref name="skip"/> on.</summary>
    public async Task ReadAsync(long skip, int take, CancellationToken cancellationToken)
    {
        if (chunk.IsElsewhere || chunk.Start < 4)
        {
            throw ThriftReader.Malformed();
        }

        for (var at = chunk.Start; Cells.Count < take && !IsCut;)
        {
            if (await HeaderAsync(at, cancellationToken) is not { } header)
            {
                return;
            }

            var page = at + header.Length;
            at = page + header.PackedSize;
            switch (header.Kind)
            {
                case PageKind.Dictionary:
                    _dictionaryPage = (page, header);
                    break;
                case PageKind.Data or PageKind.DataV2:
                    var rows = header.Rows ?? (column.MaxRepetition == 0 ? header.Values : null);
                    if (rows <= skip)
                    {
                        skip -= rows.Value;
                        break;
                    }

                    skip = await ReadPageAsync(page, header, skip, take, cancellationToken);
                    break;
            }
        }
    }

    private static long EndOf(ObjectReader reader, ColumnChunk chunk) =>
        chunk.CompressedSize < 0 || chunk.CompressedSize > reader.StoredSize - chunk.Start ? reader.StoredSize : chunk.Start + chunk.CompressedSize;

    /// <returns>Null at the end of the chunk.</returns>
    private async Task<PageHeader?> HeaderAsync(long at, CancellationToken cancellationToken)
    {
        for (var length = HeaderRead; length <= MaxHeader; length *= 8)
        {
            if (_bytes.Left <= 0)
            {
                IsCut = true;
                return null;
            }

            var bytes = await _bytes.ReadAsync(at, length, length, cancellationToken);
            if (bytes.IsEmpty)
            {
                return null;
            }

            if (PageHeader.TryRead(bytes.Span) is { } header)
            {
                return header;
            }

            if (bytes.Length < length)
            {
                break;
            }
        }

        throw ThriftReader.Malformed();
    }

    /// <returns>The rows that are still to be skipped.</returns>
    private async Task<long> ReadPageAsync(long offset, PageHeader header, long skip, int take, CancellationToken cancellationToken)
    {
        var start = Cells.Count;
        var wanted = skip + take - start;

        // The share of the page that the rows should need, and half of that again.
        var part = (int)Math.Clamp(FirstPagePart + (1.5 * header.PackedSize * wanted / Math.Max(1, header.Values)), FirstPagePart, int.MaxValue / 2);
        while (true)
        {
            var packed = await _bytes.ReadAsync(offset, Math.Min(part, header.PackedSize), 0, cancellationToken);
            var isWhole = packed.Length >= header.PackedSize;
            var isLast = isWhole || _bytes.Left <= 0;
            Cells.RemoveRange(start, Cells.Count - start);
            var decoding = new PageDecoder(column, chunk.Codec, header, options.MaxUnpackedBytes);
            var skipped = decoding.Decode(packed, isWhole, await DictionaryAsync(header, cancellationToken), skip, take - start, Cells);
            if (_dictionary is { FellShort: true } && await GrowDictionaryAsync(cancellationToken))
            {
                continue;
            }

            if (Cells.Count >= take || isLast)
            {
                IsCut |= Cells.Count < take && (!isWhole || decoding.IsCut || _dictionary is { FellShort: true });
                return skip - skipped;
            }

            part = part > int.MaxValue / 4 ? part : part * 4;
        }
    }

    private async Task<ParquetDictionary?> DictionaryAsync(PageHeader header, CancellationToken cancellationToken)
    {
        if (_dictionary is null && header.Encoding is 2 or 8 && _dictionaryPage is not null)
        {
            _dictionaryRead = FirstPagePart;
            await ReadDictionaryAsync(cancellationToken);
        }

        return _dictionary;
    }

    private async Task<bool> GrowDictionaryAsync(CancellationToken cancellationToken)
    {
        if (_dictionaryPage is not { } page || _dictionaryRead >= page.Header.PackedSize || _dictionaryBytes.Left <= 0)
        {
            return false;
        }

        _dictionaryRead = (int)Math.Min(_dictionaryRead * 8L, page.Header.PackedSize);
        await ReadDictionaryAsync(cancellationToken);
        return true;
    }

    private async Task ReadDictionaryAsync(CancellationToken cancellationToken)
    {
        var (offset, header) = _dictionaryPage!.Value;
        var packed = await _dictionaryBytes.ReadAsync(offset, Math.Min(_dictionaryRead, header.PackedSize), 0, cancellationToken);
        var wanted = Math.Min(header.UnpackedSize, options.MaxUnpackedBytes);
        var unpacked = Decompression.Begin(chunk.Codec, packed, wanted);
        _dictionary = new ParquetDictionary(column, unpacked, packed.Length >= header.PackedSize && wanted == header.UnpackedSize);
    }
}
