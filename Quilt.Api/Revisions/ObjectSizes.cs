namespace Quilt.Api.Revisions;

/// <summary>The sizes of a tree's objects as stored: one variable-length integer each (7 bits a byte, low bits first).</summary>
internal static class ObjectSizes
{
    /// <summary>Encodes sizes, which must not be negative.</summary>
    public static byte[] Encode(ReadOnlySpan<long> sizes)
    {
        var bytes = new List<byte>(sizes.Length * 3);
        foreach (var size in sizes)
        {
            var rest = (ulong)size;
            while (rest >= 0x80)
            {
                bytes.Add((byte)(rest | 0x80));
                rest >>= 7;
            }

            bytes.Add((byte)rest);
        }

        return [.. bytes];
    }

    /// <summary>Decodes <paramref name="count"/> sizes.</summary>
    /// <exception cref="InvalidDataException">The stored bytes do not hold that many.</exception>
    public static long[] Decode(ReadOnlySpan<byte> bytes, int count)
    {
        var sizes = new long[count];
        var at = 0;
        for (var index = 0; index < count; index++)
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                if (at == bytes.Length || shift > 63)
                {
                    throw new InvalidDataException("The sizes of a revision's objects are damaged.");
                }

                var part = bytes[at++];
                value |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80)
                {
                    break;
                }
            }

            sizes[index] = (long)value;
        }

        return sizes;
    }
}
