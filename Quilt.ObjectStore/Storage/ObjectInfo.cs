using System.Globalization;

namespace Quilt.ObjectStore.Storage;

/// <summary>An HTTP header that was sent with an object and goes back with it, as it was sent.</summary>
internal readonly record struct StoredHeader(string Name, string Value);

/// <summary>What is known of an object without reading its content or its headers: all a listing needs.</summary>
/// <param name="Size">Stored bytes, compressed or not.</param>
/// <param name="LastModified">When it was stored, to the second as HTTP tells it.</param>
/// <param name="Md5">The MD5 of the content; for a multipart object that of its parts' MD5s.</param>
/// <param name="Parts">Zero, or the number of parts it was uploaded in.</param>
internal readonly record struct ObjectFacts(long Size, DateTimeOffset LastModified, UInt128 Md5, int Parts)
{
    /// <summary>The entity tag in quotes, as S3 forms it.</summary>
    public string ETag => Parts == 0
        ? string.Create(CultureInfo.InvariantCulture, $"\"{Md5:x32}\"")
        : string.Create(CultureInfo.InvariantCulture, $"\"{Md5:x32}-{Parts}\"");
}

/// <summary>Everything about an object but its content.</summary>
internal sealed record ObjectInfo(ObjectFacts Facts, string Key, IReadOnlyList<StoredHeader> Headers)
{
    /// <summary>A stored header's value, or null.</summary>
    public string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }
}
