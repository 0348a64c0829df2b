using System.Text;

namespace Quilt.ObjectStore.Protocol;

/// <summary>
/// What a request is about, decoded from the request line itself: the server's own path has lost the difference
/// between <c>a/../b</c> and <c>b</c>, which are different keys.
/// </summary>
/// <param name="Bucket">The bucket, or empty for the service.</param>
/// <param name="Key">The key, or empty for the bucket.</param>
/// <param name="Path">The decoded path with its leading slash, as it is signed.</param>
/// <param name="Query">The decoded query in the order it came.</param>
internal sealed record S3Target(string Bucket, string Key, string Path, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    private const int LongestKey = 1024;

    /// <summary>Reads a raw request target; on failure the error says why and the result is null.</summary>
    public static S3Target? Parse(string rawTarget, out S3Error? error)
    {
        var target = rawTarget.AsSpan();
        if (target.Length > 0 && target[0] != '/' && target.IndexOf("://") is >= 0 and var scheme)
        {
            var authority = target[(scheme + 3)..];
            var slash = authority.IndexOf('/');
            target = slash < 0 ? "/" : authority[slash..];
        }

        var mark = target.IndexOf('?');
        var path = AwsEncoding.Decode(mark < 0 ? target : target[..mark], plusIsSpace: false);
        var query = mark < 0 ? [] : ParseQuery(target[(mark + 1)..]);
        if (path is null || query is null || path.Length == 0 || path[0] != '/' || path.Contains('\0'))
        {
            error = S3Error.InvalidUri;
            return null;
        }

        var bucketEnd = path.IndexOf('/', 1);
        var bucket = bucketEnd < 0 ? path[1..] : path[1..bucketEnd];
        var key = bucketEnd < 0 ? "" : path[(bucketEnd + 1)..];
        error = bucket.Length == 0 && key.Length > 0 ? S3Error.InvalidBucketName
            : bucket.Length > 0 && !IsBucketName(bucket) ? S3Error.InvalidBucketName
            : IsKeyTooLong(key) ? S3Error.KeyTooLong
            : null;
        return error is null ? new S3Target(bucket, key, path, query) : null;
    }

    public static bool IsKeyTooLong(string key) => key.Length > LongestKey / 3 && Encoding.UTF8.GetByteCount(key) > LongestKey;

    /// <summary>The first value of a query parameter, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (candidate, value) in Query)
            {
                if (candidate == name)
                {
                    return value;
                }
            }

            return null;
        }
    }

    public bool Has(string name) => this[name] is not null;

    private static List<KeyValuePair<string, string>>? ParseQuery(ReadOnlySpan<char> source)
    {
        var query = new List<KeyValuePair<string, string>>();
        foreach (var range in source.Split('&'))
        {
            var pair = source[range];
            if (pair.Length == 0)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = AwsEncoding.Decode(equals < 0 ? pair : pair[..equals], plusIsSpace: true);
            var value = equals < 0 ? "" : AwsEncoding.Decode(pair[(equals + 1)..], plusIsSpace: true);
            if (name is null || value is null)
            {
                return null;
            }

            query.Add(new(name, value));
        }

        return query;
    }

    private static bool IsBucketName(string name)
    {
        if (name.Length is < 3 or > 63 || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]))
        {
            return false;
        }

        return name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.');
    }
}
