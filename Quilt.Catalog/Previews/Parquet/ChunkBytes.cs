using Quilt.Catalog.Previews.Reading;

namespace Quilt.Catalog.Previews.Parquet;

/// <summary>The bytes of one column chunk, read as they are needed: what was read once is not asked for again right away.</summary>
internal sealed class ChunkBytes(ObjectReader reader, long end, int allowance)
{
    private long _start;
    private byte[] _bytes = [];
    private int _spent;

    /// <summary>Bytes that may still be read of this column.</summary>
    public int Left => allowance - _spent;

    /// <summary>The bytes from an offset on: as many as there are, are allowed, and were asked for.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(long offset, int length, int readAhead, CancellationToken cancellationToken)
    {
        length = (int)Math.Clamp(end - offset, 0, length);
        if (length == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var known = offset >= _start && offset <= _start + _bytes.Length ? (int)(_start + _bytes.Length - offset) : 0;
        if (known < length)
        {
            var more = (int)Math.Min(Math.Max(length - known, readAhead), Math.Min(end - offset - known, Left));
            var added = await reader.ReadAsync(offset + known, more, cancellationToken);
            _spent += added.Length;
            _bytes = known > 0 ? [.. _bytes.AsSpan(_bytes.Length - known), .. added] : added;
            _start = offset;
        }

        var at = (int)(offset - _start);
        return _bytes.AsMemory(at, Math.Min(length, _bytes.Length - at));
    }
}
