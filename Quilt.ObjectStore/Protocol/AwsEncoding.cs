using System.Buffers;
using System.Globalization;
using System.Text;

namespace Quilt.ObjectStore.Protocol;

/// <summary>Percent-encoding by the rules of Signature Version 4: all but <c>A-Z a-z 0-9 - . _ ~</c>, in upper-case hex.</summary>
internal static class AwsEncoding
{
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static string Encode(string text, bool keepSlash)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 16);
        Encode(Encoding.UTF8.GetBytes(text), keepSlash, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    public static void Encode(ReadOnlySpan<byte> source, bool keepSlash, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(source.Length * 3);
        var count = 0;
        foreach (var unit in source)
        {
            if (Unreserved.Contains(unit) || (keepSlash && unit == '/'))
            {
                target[count++] = unit;
                continue;
            }

            target[count++] = (byte)'%';
            target[count++] = "0123456789ABCDEF"u8[unit >> 4];
            target[count++] = "0123456789ABCDEF"u8[unit & 15];
        }

        output.Advance(count);
    }

    /// <summary>Undoes percent-encoding, or gives null for broken escapes and for what is not UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<char> source, bool plusIsSpace)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(source.Length);
        try
        {
            var count = 0;
            for (var i = 0; i < source.Length; i++)
            {
                var unit = source[i];
                if (unit == '%')
                {
                    if (i + 2 >= source.Length || !char.IsAsciiHexDigit(source[i + 1]) || !char.IsAsciiHexDigit(source[i + 2]))
                    {
                        return null;
                    }

                    buffer[count++] = byte.Parse(source.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    i += 2;
                }
                else if (unit > 0x7f)
                {
                    return null;
                }
                else
                {
                    buffer[count++] = unit == '+' && plusIsSpace ? (byte)' ' : (byte)unit;
                }
            }

            return StrictUtf8.GetString(buffer, 0, count);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
