using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Quilt.ObjectStore.Signing;

/// <summary>Makes Signature Version 4 signatures, the signing key of each day derived once.</summary>
internal sealed class RequestSigner(IOptions<ObjectStoreOptions> options)
{
    // Addresses live for a week, so only about nine days are ever asked for.
    private const int MostDays = 16;
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    /// <summary>The signature of a string by the key of <paramref name="day"/>, which must be in the window that requests are accepted in.</summary>
    public byte[] Sign(string day, string text)
    {
        if (!_keys.TryGetValue(day, out var key))
        {
            key = Derive(options.Value.SecretKey, day, options.Value.Region);
            if (_keys.Count >= MostDays)
            {
                _keys.Clear();
            }

            _keys[day] = key;
        }

        return HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Compares a signature in hex, in a time that does not tell where they differ.</summary>
    public static bool Matches(byte[] expected, ReadOnlySpan<char> given)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        return given.Length == bytes.Length * 2
            && Convert.FromHexString(given, bytes, out _, out _) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(expected, bytes);
    }

    private static byte[] Derive(string secretKey, string day, string region)
    {
        var key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + secretKey), Encoding.UTF8.GetBytes(day));
        key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(region));
        key = HMACSHA256.HashData(key, "s3"u8);
        return HMACSHA256.HashData(key, "aws4_request"u8);
    }
}
