using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Quilt.Client;

/// <summary>Fetches one object: by range, going on where an earlier try stopped, and believing nothing but the hash.</summary>
internal static class ObjectDownload
{
    private const int Tries = 3;

    public static async Task RunAsync(HttpClient http, string hash, string url, long size, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder.FullName, hash);
        if (File.Exists(target))
        {
            return;
        }

        var part = target + ".part";
        var gzip = size == 0
            ? await FetchEmptyAsync(http, hash, url, part, cancellationToken)
            : await FetchWithRetryAsync(http, hash, url, part, cancellationToken);
        if (gzip)
        {
            await UnzipAsync(part, cancellationToken);
        }

        if (await HashOfAsync(part, cancellationToken) != hash)
        {
            File.Delete(part);
            throw new TransferException($"Object {hash} arrived with other content than its hash says. It was thrown away.");
        }

        File.Move(part, target, overwrite: true);
    }

    private static async Task<bool> FetchEmptyAsync(HttpClient http, string hash, string url, string part, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Check(response.IsSuccessStatusCode, hash, response);
        await using var file = new FileStream(part, FileMode.Create, FileAccess.Write);
        await response.Content.CopyToAsync(file, cancellationToken);
        return IsGzip(response);
    }

    private static async Task<bool> FetchWithRetryAsync(HttpClient http, string hash, string url, string part, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await FetchRestAsync(http, hash, url, part, cancellationToken);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException and not TransferException)
            {
                if (attempt == Tries)
                {
                    throw new TransferException($"Object {hash} could not be fetched in {Tries} tries. What arrived is kept; try again.", failure);
                }
            }
        }
    }

    /// <summary>Asks for all from the last byte that is here on: that byte makes sure that a whole part is answered by a range, not by an error.</summary>
    private static async Task<bool> FetchRestAsync(HttpClient http, string hash, string url, string part, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, FileOptions.Asynchronous);
        var start = Math.Max(0, file.Length - 1);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(start, null);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && start > 0)
        {
            // What lies here is longer than the object: it belongs to something else.
            file.SetLength(0);
            throw new IOException("The part that was here did not fit.");
        }

        Check(response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == start, hash, response);
        file.Position = start;
        await response.Content.CopyToAsync(file, cancellationToken);
        return IsGzip(response);
    }

    private static async Task UnzipAsync(string part, CancellationToken cancellationToken)
    {
        var unzipped = part + ".raw";
        try
        {
            await using var source = new GZipStream(File.OpenRead(part), CompressionMode.Decompress);
            await using var target = new FileStream(unzipped, FileMode.Create, FileAccess.Write);
            await source.CopyToAsync(target, cancellationToken);
        }
        catch (InvalidDataException)
        {
            File.Delete(part);
            File.Delete(unzipped);
            throw new TransferException($"Object {Path.GetFileNameWithoutExtension(part)} is marked as gzip and is not. It was thrown away.");
        }

        File.Move(unzipped, part, overwrite: true);
    }

    private static async Task<string> HashOfAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static bool IsGzip(HttpResponseMessage response) => response.Content.Headers.ContentEncoding.Contains("gzip");

    private static void Check(bool holds, string hash, HttpResponseMessage response)
    {
        if (!holds)
        {
            throw new TransferException($"The object store answered with status {(int)response.StatusCode} to a request for object {hash}.");
        }
    }
}
