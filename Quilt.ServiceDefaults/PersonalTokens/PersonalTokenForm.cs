using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Quilt.ServiceDefaults.PersonalTokens;

/// <summary>
/// What personal access tokens look like: <c>qlt_</c>, 36 random characters of 0–9, A–Z, a–z, and 6 more that are a checksum
/// of all before. So secret scanners know one with certainty, and we tell a mistyped one without asking a database.
/// </summary>
public static class PersonalTokenForm
{
    /// <summary>How every token begins.</summary>
    public const string Prefix = "qlt_";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 36;
    private const int ChecksumLength = 6;
    private const int BodyLength = 4 + RandomLength;

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>A new token. It has 214 random bits, so its plain SHA-256 is as good as a slow hash.</summary>
    public static string Create()
    {
        var body = Prefix + RandomNumberGenerator.GetString(Alphabet, RandomLength);
        return body + ChecksumOf(body);
    }

    /// <summary>Whether a text claims to be such a token.</summary>
    public static bool LooksLikeOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a text can be such a token: its length, its characters, and its checksum are right.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == BodyLength + ChecksumLength
        && LooksLikeOne(text)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Characters)
        && text.AsSpan(BodyLength).SequenceEqual(ChecksumOf(text.AsSpan(0, BodyLength)));

    /// <summary>What is stored in place of the token: the SHA-256 of its characters.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    /// <summary>The first 32 bits of the SHA-256, in base 62.</summary>
    private static string ChecksumOf(ReadOnlySpan<char> body)
    {
        Span<byte> ascii = stackalloc byte[BodyLength];
        Encoding.ASCII.GetBytes(body, ascii);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii, hash);
        var rest = BinaryPrimitives.ReadUInt32BigEndian(hash);
        Span<char> checksum = stackalloc char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            checksum[i] = Alphabet[(int)(rest % (uint)Alphabet.Length)];
            rest /= (uint)Alphabet.Length;
        }

        return new string(checksum);
    }
}
