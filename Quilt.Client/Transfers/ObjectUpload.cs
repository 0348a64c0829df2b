using System.IO.Compression;

namespace Quilt.Client;

/// <summary>Stores one object, unless it is there.</summary>
internal static class ObjectUpload
{
    /// <returns>Whether it had to be uploaded.</returns>
    public static async Task<bool> RunAsync(HttpClient http, string hash, UploadUrls urls, ObjectContent content, bool compress, CancellationToken cancellationToken)
    {
        using (var question = new HttpRequestMessage(HttpMethod.Head, urls.Head))
        using (var there = await http.SendAsync(question, cancellationToken))
        {
            if ((int)there.StatusCode < 400)
            {
                return false;
            }
        }

        await using var body = compress ? await CompressAsync(content, cancellationToken) : content.Open();
        using var request = new HttpRequestMessage(HttpMethod.Put, urls.Put) { Content = new StreamContent(body) };
        request.Content.Headers.ContentLength = body.Length;
        if (compress)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        using var response = await http.SendAsync(request, cancellationToken);
        return (int)response.StatusCode < 400
            ? true
            : throw new TransferException($"The object store refused object {hash} with status {(int)response.StatusCode}.");
    }

    /// <summary>The store wants to know the length first, so the compressed bytes wait in a file that deletes itself.</summary>
    private static async Task<Stream> CompressAsync(ObjectContent content, CancellationToken cancellationToken)
    {
        var compressed = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        await using (var source = content.Open())
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await source.CopyToAsync(gzip, cancellationToken);
        }

        compressed.Position = 0;
        return compressed;
    }
}
