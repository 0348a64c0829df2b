using System.Buffers.Binary;
using System.Text;

namespace Quilt.ObjectStore.Storage;

/// <summary>
/// The head of an object's file, before its content. The first 48 bytes have fixed places, for listings:
/// magic and version (8), length of the head (4), parts (4), content length (8), last modified in Unix seconds (8),
/// MD5 (16). Then the key and the number of headers, each header's name and value: UTF-8 with a 16-bit length before.
/// </summary>
internal static class ObjectHeader
{
    /// <summary>The part that tells an object's facts.</summary>
    public const int FactsLength = 48;

    private static ReadOnlySpan<byte> Magic => "quiltob1"u8;

    /// <summary>How long the head of an object will be.</summary>
    public static int Measure(string key, IReadOnlyList<StoredHeader> headers) =>
        FactsLength + 2 + MeasureText(key) + headers.Sum(header => MeasureText(header.Name) + MeasureText(header.Value));

    public static void Write(Span<byte> target, ObjectFacts facts, string key, IReadOnlyList<StoredHeader> headers)
    {
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], target.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], facts.Parts);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], facts.Size);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], facts.LastModified.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt128BigEndian(target[32..], facts.Md5);

        var rest = target[FactsLength..];
        WriteText(ref rest, key);
        BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)headers.Count);
        rest = rest[2..];
        foreach (var header in headers)
        {
            WriteText(ref rest, header.Name);
            WriteText(ref rest, header.Value);
        }
    }

    /// <summary>Reads the fixed part.</summary>
    /// <exception cref="InvalidDataException">The file is not an object's.</exception>
    public static ObjectFacts ReadFacts(ReadOnlySpan<byte> source, out int length)
    {
        if (source.Length < FactsLength || !source.StartsWith(Magic))
        {
            throw new InvalidDataException("A file in the object store's folder is not an object of this version.");
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(source[8..]);
        return new ObjectFacts(
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(source[24..])),
            BinaryPrimitives.ReadUInt128BigEndian(source[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]));
    }

    /// <summary>Reads the whole head.</summary>
    public static ObjectInfo Read(ReadOnlySpan<byte> source)
    {
        var facts = ReadFacts(source, out _);
        var rest = source[FactsLength..];
        var key = ReadText(ref rest);
        var headers = new StoredHeader[BinaryPrimitives.ReadUInt16LittleEndian(rest)];
        rest = rest[2..];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = new StoredHeader(ReadText(ref rest), ReadText(ref rest));
        }

        return new ObjectInfo(facts, key, headers);
    }

    private static int MeasureText(string text) => 2 + Encoding.UTF8.GetByteCount(text);

    private static void WriteText(ref Span<byte> target, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, target[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)length);
        target = target[(2 + length)..];
    }

    private static string ReadText(ref ReadOnlySpan<byte> source)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(source);
        var text = Encoding.UTF8.GetString(source.Slice(2, length));
        source = source[(2 + length)..];
        return text;
    }
}
