using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Quilt.Tests.Flows;

/// <summary>Objects as the Python client moves them, with all that it demands of the answers.</summary>
internal static class ObjectWire
{
    /// <summary>HEAD, then PUT where that says 400 or more. Tells whether it was uploaded.</summary>
    public static async Task<bool> UploadAsync(JsonElement urls, byte[] bytes, bool gzip = false)
    {
        using var question = new HttpRequestMessage(HttpMethod.Head, urls.GetProperty("head").GetString());
        using var found = await PythonClient.Storage.SendAsync(question);
        if ((int)found.StatusCode < 400)
        {
            return false;
        }

        Assert.Equal(HttpStatusCode.NotFound, found.StatusCode);
        using var content = new ByteArrayContent(gzip ? PythonClient.Gzip(bytes) : bytes);
        if (gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        using var stored = await PythonClient.Storage.PutAsync(urls.GetProperty("put").GetString(), content);
        Assert.True((int)stored.StatusCode < 400, await stored.Content.ReadAsStringAsync());
        return true;
    }

    /// <summary>The whole object, unzipped where it was stored gzip'ed.</summary>
    public static async Task<byte[]> DownloadAsync(string url, long size)
    {
        var (body, isGzip) = size > 0 ? await GetFromAsync(url, 0) : await GetEmptyAsync(url);
        if (!isGzip)
        {
            return body;
        }

        using var raw = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        await gzip.CopyToAsync(raw);
        return raw.ToArray();
    }

    /// <summary>The stored bytes from <paramref name="start"/> on, by range.</summary>
    public static async Task<(byte[] Body, bool IsGzip)> GetFromAsync(string url, long start)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(start, null);
        using var response = await PythonClient.Storage.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);

        var headers = response.Content.Headers;
        var (length, range) = (headers.ContentLength, headers.ContentRange);
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(body.Length, length);
        Assert.Equal($"bytes {start}-{start + body.Length - 1}/{start + body.Length}", range?.ToString());
        Assert.Contains(string.Join(',', headers.ContentEncoding), (string[])["", "gzip"]);
        return (body, headers.ContentEncoding.Contains("gzip"));
    }

    private static async Task<(byte[] Body, bool IsGzip)> GetEmptyAsync(string url)
    {
        using var response = await PythonClient.Storage.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsByteArrayAsync(), response.Content.Headers.ContentEncoding.Contains("gzip"));
    }
}
