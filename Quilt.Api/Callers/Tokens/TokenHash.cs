using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Quilt.Api.Callers.Tokens;

/// <summary>The SHA-256 of a token: tokens themselves are not kept in memory, and their length costs no cache.</summary>
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Ours have about a thousand characters. What is longer, or not ASCII, is no token and is not looked at.</summary>
    public const int MaxTokenLength = 8 * 1024;

    private const int UsualTokenLength = 2 * 1024;

    /// <summary>Hashes <paramref name="token"/>; false where it cannot be a token.</summary>
    public static bool TryCompute(string token, out TokenHash hash)
    {
        hash = default;
        if (token.Length is 0 or > MaxTokenLength)
        {
            return false;
        }

        var ascii = token.Length <= UsualTokenLength ? stackalloc byte[UsualTokenLength] : new byte[token.Length];
        if (Ascii.FromUtf16(token, ascii, out var length) != OperationStatus.Done)
        {
            return false;
        }

        Span<ulong> words = stackalloc ulong[4];
        SHA256.HashData(ascii[..length], MemoryMarshal.AsBytes(words));
        hash = new TokenHash(words[0], words[1], words[2], words[3]);
        return true;
    }

    /// <summary>The hash as the sign-in service is asked for it.</summary>
    public string ToHex()
    {
        ReadOnlySpan<ulong> words = [A, B, C, D];
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(words));
    }

    /// <summary>Any part of a SHA-256 is as good a hash code as the whole.</summary>
    public override int GetHashCode() => (int)A;
}
