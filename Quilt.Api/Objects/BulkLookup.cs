using Quilt.Api.Objects.Presigning;

namespace Quilt.Api.Objects;

/// <summary>Asks Quilt.ObjectStore for the missing ones among thousands of keys in one request, which plain S3 cannot.</summary>
internal sealed class BulkLookup(IHttpClientFactory clients, ObjectStoreOptions options, TimeProvider time)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "objects";

    /// <summary>Some 80 bytes each: a few megabytes a request.</summary>
    private const int KeysAtOnce = 20_000;

    private readonly Presigner _presigner = new(options.AccessKey, options.SecretKey, options.Region, TimeSpan.FromMinutes(5));

    /// <summary>Those of <paramref name="keys"/> that no object has.</summary>
    /// <exception cref="HttpRequestException">The store does not answer, or not as asked.</exception>
    public async Task<List<string>> FindMissingAsync(string[] keys, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var chunk in keys.Chunk(KeysAtOnce))
        {
            using var content = new StringContent(string.Join('\n', chunk));
            var url = _presigner.ForBucket(options.Endpoint, options.Bucket, "missing", HttpMethod.Post, time.GetUtcNow());
            using var response = await clients.CreateClient(ClientName).PostAsync(url, content, cancellationToken);
            response.EnsureSuccessStatusCode();
            missing.AddRange((await response.Content.ReadAsStringAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return missing;
    }
}
