using System.IO.Compression;
using Quilt.Api.Contents.Zips;

namespace Quilt.Tests.Contents;

/// <summary>What no test can download: files and counts beyond 32 and 16 bits.</summary>
public sealed class ZipRecordTests
{
    private static readonly DateTime Time = new(2026, 3, 4, 5, 6, 8, DateTimeKind.Utc);

    [Fact]
    public void A_directory_of_large_and_far_entries_is_read_as_it_was_meant()
    {
        var entries = new List<ZipEntry>();
        var offset = 0L;
        foreach (var (name, size) in ((string, long)[])[("small", 3), ("large", 5_000_000_000), ("far", 7), ("larger", uint.MaxValue), ("edge", uint.MaxValue - 1L)])
        {
            var entry = new ZipEntry(System.Text.Encoding.UTF8.GetBytes(name), 0, size, offset);
            entries.Add(entry);
            offset = entry.End;
        }

        using var zip = new ZipArchive(new SparseFile(entries, offset));
        Assert.Equal(entries.Select(entry => entry.Size), zip.Entries.Select(entry => entry.Length));
        Assert.All(zip.Entries, entry => Assert.Equal(Time, entry.LastWriteTime.DateTime));
        foreach (var (entry, index) in zip.Entries.Select((entry, index) => (entry, index)))
        {
            // Opening reads the header at its place.
            using var content = entry.Open();
            Assert.Equal(0, content.ReadByte());
            Assert.Equal((uint)index, entry.Crc32);
        }
    }

    [Fact]
    public void More_than_65_535_entries_are_counted()
    {
        var entries = Enumerable.Range(0, 70_000).Select(number => new ZipEntry(System.Text.Encoding.UTF8.GetBytes($"f{number}"), -1, 0, 0)).ToList();
        using var zip = new ZipArchive(new SparseFile(entries, 100));
        Assert.Equal(70_000, zip.Entries.Count);
    }

    /// <summary>A file whose contents are zeros, and whose records are where they belong.</summary>
    private sealed class SparseFile : Stream
    {
        private readonly List<(long Offset, byte[] Bytes)> _parts = [];

        public SparseFile(List<ZipEntry> entries, long directoryOffset)
        {
            _parts.AddRange(entries.Select(entry => (entry.Offset, ZipRecords.Header(entry, Time))));
            var at = directoryOffset;
            foreach (var central in entries.Select((entry, index) => ZipRecords.Central(entry, (uint)index, Time)))
            {
                _parts.Add((at, central));
                at += central.Length;
            }

            _parts.Add((at, ZipRecords.End(entries.Count, directoryOffset, at - directoryOffset)));
            Length = at + _parts[^1].Bytes.Length;
            _parts.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length { get; }

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var wanted = (int)Math.Min(count, Length - Position);
            buffer.AsSpan(offset, wanted).Clear();
            var first = _parts.FindIndex(part => part.Offset + part.Bytes.Length > Position);
            for (var at = Math.Max(first, 0); at < _parts.Count && _parts[at].Offset < Position + wanted; at++)
            {
                var (start, bytes) = _parts[at];
                var from = Math.Max(start, Position);
                var to = Math.Min(start + bytes.Length, Position + wanted);
                if (to > from)
                {
                    bytes.AsSpan((int)(from - start), (int)(to - from)).CopyTo(buffer.AsSpan(offset + (int)(from - Position)));
                }
            }

            Position += wanted;
            return wanted;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
