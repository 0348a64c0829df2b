using System.IO.Compression;

namespace Quilt.Api.Contents.Zips;

/// <summary>Reads objects from the store as they were before any compression.</summary>
internal sealed class ObjectContents(StoreRequests store)
{
    /// <summary>How long the store may send nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The content of an object from its byte <paramref name="start"/>; what is stored compressed is read from its beginning.</summary>
    public async Task<Stream> OpenAsync(string owner, byte[] hash, long start, CancellationToken cancellationToken)
    {
        // Nothing from that byte on: it is shorter in the store than its content, so it must be compressed; if not, reading it will tell.
        if (start > 0 && await store.SendAsync(HttpMethod.Get, owner, hash, start, cancellationToken) is { } part)
        {
            if (StoreRequests.EncodingOf(part) is not "gzip")
            {
                return await part.Content.ReadAsStreamAsync(cancellationToken);
            }

            part.Dispose();
        }

        var whole = await store.SendAsync(HttpMethod.Get, owner, hash, 0, cancellationToken) ?? throw new InvalidDataException("An object is missing.");
        var stored = await whole.Content.ReadAsStreamAsync(cancellationToken);
        var content = StoreRequests.EncodingOf(whole) is "gzip" ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        try
        {
            await SkipAsync(content, start, cancellationToken);
            return content;
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    private static async Task SkipAsync(Stream content, long count, CancellationToken cancellationToken)
    {
        var skipped = new byte[Math.Min(count, 64 * 1024)];
        while (count > 0)
        {
            var read = await content.ReadAsync(skipped.AsMemory(0, (int)Math.Min(count, skipped.Length)), cancellationToken);
            count = read > 0 ? count - read : throw new InvalidDataException("An object ends before its time.");
        }
    }
}
