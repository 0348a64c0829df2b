using System.Net;
using System.Net.Http.Headers;
using Quilt.Api.Objects;
using Quilt.Api.Objects.Presigning;

namespace Quilt.Api.Contents;

/// <summary>Reads single objects from the store by addresses of our own, which cost less than the SDK's requests and bear this service's time.</summary>
internal sealed class StoreRequests(IHttpClientFactory clients, ObjectStoreOptions options, TimeProvider time)
{
    private readonly Presigner _presigner = new(options.AccessKey, options.SecretKey, options.Region, TimeSpan.FromHours(1));

    /// <summary>The answer about an object, which the caller disposes; null where the store has none, or nothing from that byte on.</summary>
    /// <exception cref="HttpRequestException">The store cannot be reached, or refuses.</exception>
    public async Task<HttpResponseMessage?> SendAsync(HttpMethod verb, string owner, ReadOnlyMemory<byte> hash, long start, CancellationToken cancellationToken)
    {
        using var urls = _presigner.For(options.Endpoint, options.Bucket, owner, verb, time.GetUtcNow());
        using var request = new HttpRequestMessage(verb, urls.UrlOf(hash.Span));
        if (start > 0)
        {
            request.Headers.Range = new RangeHeaderValue(start, null);
        }

        var response = await clients.CreateClient(BulkLookup.ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable
                ? null
                : throw new HttpRequestException($"The object store answers {(int)response.StatusCode}.", inner: null, response.StatusCode);
        }
    }

    /// <summary>The encoding that an object is stored in, or null.</summary>
    public static string? EncodingOf(HttpResponseMessage response) => response.Content.Headers.ContentEncoding.FirstOrDefault();
}
