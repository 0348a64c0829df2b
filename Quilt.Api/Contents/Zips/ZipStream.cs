using System.Buffers;
using System.IO.Hashing;
using System.IO.Pipelines;

namespace Quilt.Api.Contents.Zips;

/// <summary>
/// Writes a range of a zip file, in constant memory. Only objects of which the range holds bytes are read, and those
/// whose checksum it holds and nobody knows yet.
/// </summary>
internal sealed class ZipStream(ZipPlan plan, ZipRange range, PipeWriter output, ObjectContents contents, Checksums checksums, CancellationToken cancellationToken)
{
    private const int BufferSize = 64 * 1024;

    private string Owner => plan.Source.Package.Owner;

    public async Task WriteAsync()
    {
        for (var at = FirstEntry(); at < plan.Entries.Count && plan.Entries[at].Offset < range.End; at++)
        {
            await WriteEntryAsync(plan.Entries[at]);
        }

        await WriteDirectoryAsync();
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>The last entry that begins at or before the range.</summary>
    private int FirstEntry()
    {
        int low = 0, high = plan.Entries.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = plan.Entries[middle].End <= range.First ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private async Task WriteEntryAsync(ZipEntry entry)
    {
        await PutAsync(ZipRecords.Header(entry, plan.Time), entry.Offset);
        if (entry.IsFolder)
        {
            return;
        }

        var wantsContent = range.Touches(entry.ContentOffset, entry.DescriptorOffset);
        var wantsChecksum = range.Touches(entry.DescriptorOffset, entry.End);
        var checksum = Known(entry);
        if (wantsChecksum && checksum is null)
        {
            checksum = await ReadWholeAsync(entry, isShown: wantsContent);
        }
        else if (wantsContent)
        {
            var first = Math.Max(range.First - entry.ContentOffset, 0);
            await CopyAsync(entry, first, Math.Min(range.End - entry.ContentOffset, entry.Size), new Crc32(), isShown: true);
        }

        if (wantsChecksum)
        {
            await PutAsync(ZipRecords.Descriptor(entry, checksum!.Value), entry.DescriptorOffset);
        }
    }

    private async Task WriteDirectoryAsync()
    {
        var offset = plan.DirectoryOffset;
        foreach (var entry in plan.Entries)
        {
            var length = ZipRecords.CentralLength(entry);
            if (range.Touches(offset, offset + length))
            {
                var checksum = entry.IsFolder ? 0 : Known(entry) ?? await ReadWholeAsync(entry, isShown: false);
                await PutAsync(ZipRecords.Central(entry, checksum, plan.Time), offset);
            }

            offset += length;
        }

        await PutAsync(ZipRecords.End(plan.Entries.Count, plan.DirectoryOffset, plan.DirectoryLength), offset);
    }

    private uint? Known(ZipEntry entry) => entry.Object < 0 ? 0 : checksums.Find(Owner, HashOf(entry));

    private ReadOnlySpan<byte> HashOf(ZipEntry entry) => plan.Source.Tree.Manifest.Objects[entry.Object];

    /// <summary>Reads all of an object, and tells its checksum.</summary>
    private async Task<uint> ReadWholeAsync(ZipEntry entry, bool isShown)
    {
        var crc = new Crc32();
        if (entry.Size > 0)
        {
            await CopyAsync(entry, 0, entry.Size, crc, isShown);
        }

        var checksum = crc.GetCurrentHashAsUInt32();
        checksums.Keep(Owner, HashOf(entry), checksum);
        return checksum;
    }

    /// <summary>Reads an object from one byte to before another; of these the range's are written, if they are to be shown.</summary>
    private async Task CopyAsync(ZipEntry entry, long first, long last, Crc32 crc, bool isShown)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var content = await contents.OpenAsync(Owner, HashOf(entry).ToArray(), first, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var at = first; at < last;)
            {
                patience.CancelAfter(ObjectContents.Patience);
                var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferSize, last - at)), patience.Token);
                patience.CancelAfter(Timeout.Infinite);
                if (read == 0)
                {
                    throw new InvalidDataException("An object is shorter than its package says.");
                }

                crc.Append(buffer.AsSpan(0, read));
                if (isShown)
                {
                    await PutAsync(buffer.AsMemory(0, read), entry.ContentOffset + at);
                }

                at += read;
            }

            if (last == entry.Size && await content.ReadAsync(buffer.AsMemory(0, 1), patience.Token) != 0)
            {
                throw new InvalidDataException("An object is longer than its package says.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes what the range wants of bytes that begin at <paramref name="offset"/> of the file.</summary>
    private async ValueTask PutAsync(ReadOnlyMemory<byte> bytes, long offset)
    {
        if (!range.Touches(offset, offset + bytes.Length))
        {
            return;
        }

        var from = (int)Math.Max(0, range.First - offset);
        var to = (int)Math.Min(bytes.Length, range.End - offset);
        var result = await output.WriteAsync(bytes[from..to], cancellationToken);
        if (result.IsCompleted)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
