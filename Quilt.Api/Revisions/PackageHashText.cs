using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Quilt.Api.Revisions;

/// <summary>Package hashes as clients write them: 64 lower-case hex digits.</summary>
internal static class PackageHashText
{
    /// <summary>Reads a hash; false for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out byte[]? hash)
    {
        hash = null;
        if (text.Length != SHA256.HashSizeInBytes * 2 || text.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            return false;
        }

        hash = Convert.FromHexString(text);
        return true;
    }
}
