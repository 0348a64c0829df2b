using System.Globalization;

namespace Quilt.ObjectStore.Objects;

/// <summary>A part of an object.</summary>
internal readonly record struct ByteRange(long From, long Length)
{
    private const string Unit = "bytes=";

    /// <summary>
    /// Reads a Range header. Null means the whole object: several ranges and anything malformed are ignored, as S3 and
    /// RFC 9110 do. A length of zero means that no byte of the object is in the range.
    /// </summary>
    public static ByteRange? Parse(string header, long size)
    {
        if (!header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal))
        {
            return null;
        }

        var range = header.AsSpan(Unit.Length).Trim();
        var dash = range.IndexOf('-');
        if (dash < 0)
        {
            return null;
        }

        if (dash == 0)
        {
            return TryParse(range[1..], out var suffix) ? new ByteRange(Math.Max(0, size - suffix), Math.Min(suffix, size)) : null;
        }

        var last = long.MaxValue;
        if (!TryParse(range[..dash], out var first) || (dash + 1 < range.Length && !TryParse(range[(dash + 1)..], out last)) || last < first)
        {
            return null;
        }

        return first >= size ? new ByteRange(0, 0) : new ByteRange(first, Math.Min(last, size - 1) - first + 1);
    }

    private static bool TryParse(ReadOnlySpan<char> text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
