using System.Buffers;

namespace Quilt.Api.Packages;

/// <summary>Package hashes as clients write them.</summary>
internal static class PackageHashText
{
    private const int Length = 64;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The 32 bytes of a hash, or null where <paramref name="text"/> is no hash (64 lower-case hex digits).</summary>
    public static byte[]? Parse(string text) =>
        text.Length == Length && !text.AsSpan().ContainsAnyExcept(Digits) ? Convert.FromHexString(text) : null;
}
