using System.Buffers.Binary;

namespace Quilt.Api.Contents.Zips;

/// <summary>
/// The records of a zip file after PKWARE's APPNOTE 6.3: contents are stored as they are, checksums follow them in
/// descriptors. Sizes stand in the headers too, so that even readers that cannot seek know where a content ends.
/// </summary>
internal static class ZipRecords
{
    private const ushort Utf8 = 1 << 11;
    private const ushort HasDescriptor = 1 << 3;
    private const ushort Plain = 20;
    private const ushort Large = 45;
    private const ushort MadeOnUnix = 3 << 8;
    private const uint FileMode = 0x81A4u << 16;
    private const uint FolderMode = (0x41EDu << 16) | 0x10;
    private const int HeaderFixed = 30;
    private const int HeaderExtra = 20;
    private const int CentralFixed = 46;

    /// <summary>Bytes of an entry's header.</summary>
    public static int HeaderLength(ZipEntry entry) => HeaderFixed + entry.Name.Length + (entry.IsLarge ? HeaderExtra : 0);

    /// <summary>Bytes of an entry's descriptor.</summary>
    public static int DescriptorLength(ZipEntry entry) => entry.IsFolder ? 0 : entry.IsLarge ? 24 : 16;

    /// <summary>Bytes of an entry's line in the directory.</summary>
    public static int CentralLength(ZipEntry entry) => CentralFixed + entry.Name.Length + CentralExtra(entry);

    /// <summary>Bytes of what ends the file.</summary>
    public static int EndLength(int count, long directoryOffset, long directoryLength) =>
        22 + (NeedsLargeEnd(count, directoryOffset, directoryLength) ? 56 + 20 : 0);

    public static byte[] Header(ZipEntry entry, DateTime time)
    {
        var bytes = new byte[HeaderLength(entry)];
        var writer = new Writer(bytes);
        writer.Put(0x04034b50u);
        writer.Put(entry.IsLarge ? Large : Plain);
        writer.Put(FlagsOf(entry));
        writer.Put((ushort)0);
        writer.Put(DosTime(time));
        writer.Put(0u);
        PutSizes(ref writer, entry);
        writer.Put((ushort)entry.Name.Length);
        writer.Put((ushort)(entry.IsLarge ? HeaderExtra : 0));
        writer.Put(entry.Name);
        if (entry.IsLarge)
        {
            writer.Put((ushort)1);
            writer.Put((ushort)16);
            writer.Put((ulong)entry.Size);
            writer.Put((ulong)entry.Size);
        }

        return bytes;
    }

    public static byte[] Descriptor(ZipEntry entry, uint checksum)
    {
        var bytes = new byte[DescriptorLength(entry)];
        var writer = new Writer(bytes);
        writer.Put(0x08074b50u);
        writer.Put(checksum);
        if (entry.IsLarge)
        {
            writer.Put((ulong)entry.Size);
            writer.Put((ulong)entry.Size);
        }
        else
        {
            writer.Put((uint)entry.Size);
            writer.Put((uint)entry.Size);
        }

        return bytes;
    }

    public static byte[] Central(ZipEntry entry, uint checksum, DateTime time)
    {
        var bytes = new byte[CentralLength(entry)];
        var writer = new Writer(bytes);
        var isFar = entry.Offset >= uint.MaxValue;
        var version = entry.IsLarge || isFar ? Large : Plain;
        writer.Put(0x02014b50u);
        writer.Put((ushort)(MadeOnUnix | version));
        writer.Put(version);
        writer.Put(FlagsOf(entry));
        writer.Put((ushort)0);
        writer.Put(DosTime(time));
        writer.Put(checksum);
        PutSizes(ref writer, entry);
        writer.Put((ushort)entry.Name.Length);
        writer.Put((ushort)CentralExtra(entry));
        writer.Put((ushort)0);
        writer.Put((ushort)0);
        writer.Put((ushort)0);
        writer.Put(entry.IsFolder ? FolderMode : FileMode);
        writer.Put(isFar ? uint.MaxValue : (uint)entry.Offset);
        writer.Put(entry.Name);
        if (CentralExtra(entry) is > 0 and var extra)
        {
            writer.Put((ushort)1);
            writer.Put((ushort)(extra - 4));
            if (entry.IsLarge)
            {
                writer.Put((ulong)entry.Size);
                writer.Put((ulong)entry.Size);
            }

            if (isFar)
            {
                writer.Put((ulong)entry.Offset);
            }
        }

        return bytes;
    }

    public static byte[] End(int count, long directoryOffset, long directoryLength)
    {
        var bytes = new byte[EndLength(count, directoryOffset, directoryLength)];
        var writer = new Writer(bytes);
        if (NeedsLargeEnd(count, directoryOffset, directoryLength))
        {
            writer.Put(0x06064b50u);
            writer.Put(44ul);
            writer.Put((ushort)(MadeOnUnix | Large));
            writer.Put(Large);
            writer.Put(0u);
            writer.Put(0u);
            writer.Put((ulong)count);
            writer.Put((ulong)count);
            writer.Put((ulong)directoryLength);
            writer.Put((ulong)directoryOffset);
            writer.Put(0x07064b50u);
            writer.Put(0u);
            writer.Put((ulong)(directoryOffset + directoryLength));
            writer.Put(1u);
        }

        writer.Put(0x06054b50u);
        writer.Put((ushort)0);
        writer.Put((ushort)0);
        writer.Put((ushort)Math.Min(count, ushort.MaxValue));
        writer.Put((ushort)Math.Min(count, ushort.MaxValue));
        writer.Put((uint)Math.Min(directoryLength, uint.MaxValue));
        writer.Put((uint)Math.Min(directoryOffset, uint.MaxValue));
        writer.Put((ushort)0);
        return bytes;
    }

    private static bool NeedsLargeEnd(int count, long directoryOffset, long directoryLength) =>
        count >= ushort.MaxValue || directoryOffset >= uint.MaxValue || directoryLength >= uint.MaxValue;

    private static ushort FlagsOf(ZipEntry entry) => entry.IsFolder ? Utf8 : (ushort)(Utf8 | HasDescriptor);

    private static int CentralExtra(ZipEntry entry)
    {
        var fields = (entry.IsLarge ? 16 : 0) + (entry.Offset >= uint.MaxValue ? 8 : 0);
        return fields == 0 ? 0 : fields + 4;
    }

    private static void PutSizes(ref Writer writer, ZipEntry entry)
    {
        var size = entry.IsLarge ? uint.MaxValue : (uint)entry.Size;
        writer.Put(size);
        writer.Put(size);
    }

    /// <summary>MS-DOS has two-second steps and no time before 1980.</summary>
    private static uint DosTime(DateTime time)
    {
        if (time.Year is < 1980 or > 2107)
        {
            time = new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        }

        var date = ((time.Year - 1980) << 9) | (time.Month << 5) | time.Day;
        return ((uint)date << 16) | (uint)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2));
    }

    private ref struct Writer(Span<byte> target)
    {
        private Span<byte> _rest = target;

        public void Put(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_rest, value);
            _rest = _rest[2..];
        }

        public void Put(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void Put(ulong value)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_rest, value);
            _rest = _rest[8..];
        }

        public void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_rest);
            _rest = _rest[bytes.Length..];
        }
    }
}
