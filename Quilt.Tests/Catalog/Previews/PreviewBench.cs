using System.IO.Compression;
using System.Text;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Quilt.Catalog.Previews;
using Quilt.Catalog.Previews.Notebooks;
using Quilt.Catalog.Previews.Reading;
using Quilt.Catalog.Readmes;
using Quilt.ServiceDefaults.PublicAddresses;
using Quilt.Tests.ObjectStore;

namespace Quilt.Tests.Catalog.Previews;

/// <summary>The preview service on a real object store.</summary>
public sealed class PreviewBench : IAsyncLifetime
{
    private readonly ObjectStoreServer _store = new();

    public ObjectStoreServer Store => _store;

    public Task InitializeAsync() => _store.InitializeAsync();

    public Task DisposeAsync() => _store.DisposeAsync();

    /// <summary>Uploads a file and shows it.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="view">The part to show; the beginning if null.</param>
    /// <param name="gzip">Whether it is stored as clients up to 2.8 stored it.</param>
    /// <param name="change">Changes caps.</param>
    internal async Task<Preview> ShowAsync(string name, byte[] bytes, PreviewView? view = null, bool gzip = false, Action<PreviewOptions>? change = null)
    {
        var file = await PutAsync(bytes, gzip);
        return await ShowAsync(new PreviewSource(name, [file], "/package/o/p/files/x"), view, change);
    }

    internal Task<Preview> ShowAsync(string name, string text, PreviewView? view = null, bool gzip = false, Action<PreviewOptions>? change = null) =>
        ShowAsync(name, Encoding.UTF8.GetBytes(text), view, gzip, change);

    internal async Task<Preview> ShowAsync(PreviewSource source, PreviewView? view = null, Action<PreviewOptions>? change = null)
    {
        var options = new PreviewOptions { ObjectsEndpoint = new Uri(_store.Url), Seconds = 60 };
        change?.Invoke(options);
        using var service = NewService(options);
        return await service.ShowAsync(source, view ?? new PreviewView(), CancellationToken.None);
    }

    internal static PreviewService NewService(PreviewOptions options, TimeProvider? clock = null)
    {
        var threads = new MarkupThreads(TimeProvider.System);
        var markup = Options.Create(new MarkupOptions());
        return new PreviewService(
            new ObjectHttp(Options.Create(options), Options.Create(new PublicUrlsOptions())),
            new ReadmeRenderer(threads, markup, NullLogger<ReadmeRenderer>.Instance),
            new NotebookReader(threads, Options.Create(options), markup),
            Options.Create(options),
            clock ?? TimeProvider.System,
            NullLogger<PreviewService>.Instance);
    }

    internal async Task<PreviewObject> PutAsync(byte[] bytes, bool gzip = false)
    {
        var key = Guid.NewGuid().ToString("n");
        var stored = gzip ? Gzip(bytes) : bytes;
        var request = new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = key, InputStream = new MemoryStream(stored) };
        if (gzip)
        {
            request.Headers.ContentEncoding = "gzip";
        }

        await _store.S3.PutObjectAsync(request);
        return new PreviewObject(_store.Presign(key), bytes.Length);
    }

    internal static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
