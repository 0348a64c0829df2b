using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Quilt.Client.Json;

/// <summary>A gzip'ed JSON body, as every client sends its pushes: manifests repeat themselves and shrink to a few percent.</summary>
internal static class GzipJsonContent
{
    public static async Task<HttpContent> CreateAsync<T>(T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await JsonSerializer.SerializeAsync(gzip, value, type, cancellationToken);
        }

        compressed.Position = 0;
        var content = new StreamContent(compressed);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
