using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Quilt.Api.Moves;
using Quilt.Api.Objects;
using Quilt.Tests.Flows;
using Quilt.Tests.ObjectStore;

namespace Quilt.Tests.Moves;

/// <summary>Copies of one owner's objects for another.</summary>
public sealed class ObjectCopyTests(MoveRegistry scene) : IClassFixture<MoveRegistry>
{
    private const int PartSize = 5 << 20;

    private readonly string _old = FlowRegistry.NewName("old");
    private readonly string _new = FlowRegistry.NewName("new");

    [Theory]
    [InlineData(0, false)]
    [InlineData(1_000, false)]
    [InlineData(1_000, true)]
    [InlineData(PartSize, false)]
    [InlineData((2 * PartSize) + 1, false)]
    [InlineData((2 * PartSize) + 1, true)]
    public async Task A_copy_has_the_bytes_and_the_headers_of_its_source(int size, bool gzip)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var hash = SHA256.HashData(content);
        var stored = gzip ? PythonClient.Gzip(content) : content;
        var put = new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = KeyOf(_old, hash), InputStream = new MemoryStream(stored), ContentType = "text/x-odd" };
        put.Headers.ContentEncoding = gzip ? "gzip" : null;
        put.Metadata["kept"] = "yes";
        await scene.Objects.S3.PutObjectAsync(put);
        var progress = new MoveProgress();

        await CopiesOf(PartSize).CopyMissingAsync(_old, _new, [new OwnedObject(hash, size)], progress, CancellationToken.None);

        using var copy = await scene.Objects.S3.GetObjectAsync(ObjectStoreServer.Bucket, KeyOf(_new, hash));
        using var bytes = new MemoryStream();
        await copy.ResponseStream.CopyToAsync(bytes);
        Assert.Equal(stored, bytes.ToArray());
        Assert.Equal(("text/x-odd", "yes", gzip ? "gzip" : ""), (copy.Headers.ContentType, copy.Metadata["kept"], copy.Headers.ContentEncoding ?? ""));
        Assert.Equal((1, 1), (progress.Objects, progress.Expected));
    }

    [Fact]
    public async Task What_compresses_well_is_copied_at_once_however_large_it_is_unpacked()
    {
        var content = new byte[3 * PartSize];
        var hash = SHA256.HashData(content);
        var put = new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = KeyOf(_old, hash), InputStream = new MemoryStream(PythonClient.Gzip(content)) };
        put.Headers.ContentEncoding = "gzip";
        await scene.Objects.S3.PutObjectAsync(put);

        await CopiesOf(PartSize).CopyMissingAsync(_old, _new, [new OwnedObject(hash, content.Length)], new MoveProgress(), CancellationToken.None);

        using var copy = await scene.Objects.S3.GetObjectAsync(ObjectStoreServer.Bucket, KeyOf(_new, hash));
        await using var unpacked = new GZipStream(copy.ResponseStream, CompressionMode.Decompress);
        Assert.Equal(hash, await SHA256.HashDataAsync(unpacked));
    }

    [Fact]
    public async Task What_is_there_is_not_copied_again()
    {
        var objects = new List<OwnedObject>();
        foreach (var text in (string[])[_old, _new])
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
            await scene.Objects.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = KeyOf(_old, hash), ContentBody = text });
            objects.Add(new(hash, text.Length));
        }

        await CopiesOf(PartSize).CopyMissingAsync(_old, _new, objects[..1], new MoveProgress(), CancellationToken.None);
        var progress = new MoveProgress();
        await CopiesOf(PartSize).CopyMissingAsync(_old, _new, objects, progress, CancellationToken.None);

        Assert.Equal((1, 1), (progress.Objects, progress.Expected));
        Assert.Equal(2, (await scene.Objects.S3.ListObjectsV2Async(new() { BucketName = ObjectStoreServer.Bucket, Prefix = $"objs/{_new}/" })).KeyCount);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(3 * PartSize)]
    public async Task What_was_never_uploaded_stops_nothing(int size)
    {
        var content = RandomNumberGenerator.GetBytes(10);
        var hash = SHA256.HashData(content);
        await scene.Objects.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = KeyOf(_old, hash), InputStream = new MemoryStream(content) });
        var progress = new MoveProgress();

        await CopiesOf(PartSize).CopyMissingAsync(_old, _new, [new OwnedObject(RandomNumberGenerator.GetBytes(32), size), new OwnedObject(hash, 10)], progress, CancellationToken.None);

        Assert.Equal(10, (await scene.Objects.S3.GetObjectMetadataAsync(ObjectStoreServer.Bucket, KeyOf(_new, hash))).ContentLength);
        Assert.Equal((2, 2), (progress.Objects, progress.Expected));
    }

    private static string KeyOf(string owner, byte[] hash) => $"objs/{owner}/{Convert.ToHexStringLower(hash)}";

    private ObjectCopies CopiesOf(long largest)
    {
        var services = scene.Registry.Services;
        return new ObjectCopies(scene.Objects.S3, services.GetRequiredService<UploadedObjects>(), services.GetRequiredService<ObjectStoreOptions>(), NullLogger<ObjectCopies>.Instance)
        {
            LargestAtOnce = largest,
        };
    }
}
