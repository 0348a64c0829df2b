using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Quilt.Api.Objects.Presigning;

/// <summary>
/// Signs URLs for the object store: AWS Signature Version 4 in the query, byte for byte what AWSSDK.S3 signs, at a small
/// part of its cost. What is the same for all URLs of an answer is computed once, the signing key once a day.
/// </summary>
internal sealed class Presigner(string accessKey, string secretKey, string region, TimeSpan lifetime)
{
    private const string Service = "s3";
    private const string Terminator = "aws4_request";

    private DayKey? _dayKey;

    /// <summary>How long URLs live where nothing else is said: a transfer of many hours must outlive none of its URLs.</summary>
    public static TimeSpan DefaultLifetime { get; } = TimeSpan.FromHours(24);

    /// <summary>What signs the URLs of one answer.</summary>
    /// <param name="baseUrl">The object store as the client reaches it.</param>
    /// <param name="bucket">The bucket, addressed in the path.</param>
    /// <param name="owner">Whose objects.</param>
    /// <param name="verb">What the URLs shall allow.</param>
    /// <param name="now">From when they live.</param>
    public PresignBatch For(Uri baseUrl, string bucket, string owner, HttpMethod verb, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var day = time[..8];
        var scope = $"{day}/{region}/{Service}/{Terminator}";
        var credential = Uri.EscapeDataString($"{accessKey}/{scope}");
        var expires = ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var host = baseUrl.IsDefaultPort ? baseUrl.Host : $"{baseUrl.Host}:{baseUrl.Port}";
        var path = $"{baseUrl.AbsolutePath.TrimEnd('/')}/{bucket}/objs/{owner}/";
        return new(
            KeyFor(day),
            new(
                $"{verb.Method}\n{path}",
                $"\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date={time}&X-Amz-Expires={expires}"
                + $"&X-Amz-SignedHeaders=host\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD"),
            $"AWS4-HMAC-SHA256\n{time}\n{scope}\n",
            new(
                $"{baseUrl.Scheme}://{host}{path}",
                $"?X-Amz-Expires={expires}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date={time}"
                + "&X-Amz-SignedHeaders=host&X-Amz-Signature="));
    }

    /// <summary>A signed URL that downloads one object with the headers that a browser needs to save it.</summary>
    /// <param name="baseUrl">The object store as the client reaches it.</param>
    /// <param name="bucket">The bucket, addressed in the path.</param>
    /// <param name="owner">Whose object.</param>
    /// <param name="hash">The object's hash, 32 bytes.</param>
    /// <param name="disposition">The header <c>Content-Disposition</c> of the answer.</param>
    /// <param name="now">From when it lives.</param>
    public string ForDownload(Uri baseUrl, string bucket, string owner, ReadOnlySpan<byte> hash, string disposition, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{region}/{Service}/{Terminator}";
        var host = baseUrl.IsDefaultPort ? baseUrl.Host : $"{baseUrl.Host}:{baseUrl.Port}";
        var path = $"{baseUrl.AbsolutePath.TrimEnd('/')}/{bucket}/objs/{owner}/{Convert.ToHexStringLower(hash)}";

        // In the order in which they are signed.
        var query = $"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{accessKey}/{scope}")}&X-Amz-Date={time}"
            + $"&X-Amz-Expires={(long)lifetime.TotalSeconds}&X-Amz-SignedHeaders=host"
            + $"&response-content-disposition={Uri.EscapeDataString(disposition)}&response-content-type=application%2Foctet-stream";
        return $"{baseUrl.Scheme}://{host}{path}?{query}&X-Amz-Signature={Sign($"GET\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD", time, scope)}";
    }

    /// <summary>A signed URL for an operation on a bucket: what stands alone in its query, such as <c>?delete</c>.</summary>
    /// <param name="baseUrl">The object store.</param>
    /// <param name="bucket">The bucket, addressed in the path.</param>
    /// <param name="operation">The query key; it must sort behind <c>X-Amz-</c>, as all lower-case ones do.</param>
    /// <param name="verb">What the URL shall allow.</param>
    /// <param name="now">From when it lives.</param>
    public Uri ForBucket(Uri baseUrl, string bucket, string operation, HttpMethod verb, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{region}/{Service}/{Terminator}";
        var path = $"{baseUrl.AbsolutePath.TrimEnd('/')}/{bucket}";
        var query = $"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{accessKey}/{scope}")}&X-Amz-Date={time}"
            + $"&X-Amz-Expires={(long)lifetime.TotalSeconds}&X-Amz-SignedHeaders=host&{operation}=";
        var request = $"{verb.Method}\n{path}\n{query}\nhost:{baseUrl.Authority}\n\nhost\nUNSIGNED-PAYLOAD";
        return new Uri(baseUrl, $"{path}?{query}&X-Amz-Signature={Sign(request, time, scope)}");
    }

    private string Sign(string request, string time, string scope)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(KeyFor(time[..8]), Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{digest}")));
    }

    private byte[] KeyFor(string day)
    {
        var cached = _dayKey;
        if (cached?.Day != day)
        {
            _dayKey = cached = new(day, Derive(day));
        }

        return cached.Key;
    }

    private byte[] Derive(string day)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var part in (string[])[day, region, Service, Terminator])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    private sealed record DayKey(string Day, byte[] Key);
}
