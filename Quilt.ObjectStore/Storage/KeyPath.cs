using System.Buffers;
using System.Text;

namespace Quilt.ObjectStore.Storage;

/// <summary>
/// The one-to-one map between keys and paths; README.md explains it. File names hold only <c>a-z 0-9 - _ ^ %</c> and
/// begin with a letter for their kind, so that no key can name a parent folder, a device, or the file of another key,
/// on any file system.
/// </summary>
internal static class KeyPath
{
    /// <summary>An object's file.</summary>
    public const char ObjectKind = 'o';

    /// <summary>The folder of a key segment that ends in a slash.</summary>
    public const char SegmentKind = 'd';

    /// <summary>The folder of one piece of a name too long for a file system.</summary>
    public const char PieceKind = 'c';

    /// <summary>The folder of all SHA-256 names with the same first two digits.</summary>
    public const char ShardKind = 's';

    /// <summary>Leading hex digits that SHA-256 names are spread by.</summary>
    public const int ShardLength = 2;

    private const int LongestPiece = 200;
    private const int Sha256Length = 64;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The file of <paramref name="key"/> in the folder of its bucket.</summary>
    public static string OfObject(string bucketFolder, string key)
    {
        var slash = key.LastIndexOf('/');
        var path = OfFolder(bucketFolder, key.AsSpan(0, slash + 1));
        var name = key.AsSpan(slash + 1);
        if (IsSha256(name))
        {
            path.Append(Path.DirectorySeparatorChar).Append(ShardKind).Append(name[..ShardLength]);
        }

        return AppendName(path, ObjectKind, name).ToString();
    }

    /// <summary>The folder of all keys that start with <paramref name="prefix"/>, which is empty or ends in a slash.</summary>
    public static StringBuilder OfFolder(string bucketFolder, ReadOnlySpan<char> prefix)
    {
        var path = new StringBuilder(bucketFolder, bucketFolder.Length + prefix.Length + 80);
        while (prefix.IndexOf('/') is >= 0 and var slash)
        {
            AppendName(path, SegmentKind, prefix[..slash]);
            prefix = prefix[(slash + 1)..];
        }

        return path;
    }

    /// <summary>The file name of a name short enough to need no pieces, such as a bucket's.</summary>
    public static string Encode(char kind, string name) => kind + Encode(name);

    /// <summary>Undoes the encoding of a whole name (its pieces joined, its kind removed).</summary>
    public static string Decode(ReadOnlySpan<char> encoded)
    {
        if (!encoded.ContainsAny('^', '%'))
        {
            return encoded.ToString();
        }

        var bytes = new byte[encoded.Length];
        var count = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            bytes[count++] = encoded[i] switch
            {
                '^' => (byte)char.ToUpperInvariant(encoded[++i]),
                '%' => (byte)((HexDigit(encoded[++i]) << 4) | HexDigit(encoded[++i])),
                var plain => (byte)plain,
            };
        }

        return Utf8.GetString(bytes, 0, count);
    }

    /// <summary>Whether a name looks like the SHA-256 of something and so is spread over shards.</summary>
    public static bool IsSha256(ReadOnlySpan<char> name) => name.Length == Sha256Length && !name.ContainsAnyExcept(LowerHex);

    private static StringBuilder AppendName(StringBuilder path, char kind, ReadOnlySpan<char> name)
    {
        var encoded = Encode(name).AsSpan();
        while (encoded.Length > LongestPiece)
        {
            path.Append(Path.DirectorySeparatorChar).Append(PieceKind).Append(encoded[..LongestPiece]);
            encoded = encoded[LongestPiece..];
        }

        return path.Append(Path.DirectorySeparatorChar).Append(kind).Append(encoded);
    }

    private static string Encode(ReadOnlySpan<char> name)
    {
        if (!name.ContainsAnyExcept(Plain))
        {
            return name.ToString();
        }

        var encoded = new StringBuilder(name.Length * 2);
        foreach (var unit in Utf8.GetBytes(name.ToArray()))
        {
            if (Plain.Contains((char)unit))
            {
                encoded.Append((char)unit);
            }
            else if (char.IsAsciiLetterUpper((char)unit))
            {
                encoded.Append('^').Append(char.ToLowerInvariant((char)unit));
            }
            else
            {
                encoded.Append('%').Append("0123456789abcdef"[unit >> 4]).Append("0123456789abcdef"[unit & 15]);
            }
        }

        return encoded.ToString();
    }

    private static int HexDigit(char digit) => digit <= '9' ? digit - '0' : digit - 'a' + 10;
}
