using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Quilt.Tests.ObjectStore;

public sealed class MultipartTests(ObjectStoreServer server) : IClassFixture<ObjectStoreServer>
{
    private const int PartSize = 5 << 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_in_parts_becomes_one_object(bool contentAddressed)
    {
        var content = RandomNumberGenerator.GetBytes((2 * PartSize) + 12_345);
        var key = contentAddressed ? "objs/bob/" + Convert.ToHexStringLower(SHA256.HashData(content)) : "parts/whole";
        var (id, parts) = await UploadAsync(key, content);

        var listed = await server.S3.ListPartsAsync(new ListPartsRequest { BucketName = ObjectStoreServer.Bucket, Key = key, UploadId = id, MaxParts = 2 });
        Assert.Equal([1, 2], listed.Parts.Select(part => part.PartNumber!.Value));
        Assert.True(listed.IsTruncated);
        Assert.Empty(await ListAsync(key));

        var complete = new CompleteMultipartUploadRequest { BucketName = ObjectStoreServer.Bucket, Key = key, UploadId = id, PartETags = parts };
        var completed = await server.S3.CompleteMultipartUploadAsync(complete);
        Assert.EndsWith("-3\"", completed.ETag, StringComparison.Ordinal);

        using var got = await server.S3.GetObjectAsync(ObjectStoreServer.Bucket, key);
        using var bytes = new MemoryStream();
        await got.ResponseStream.CopyToAsync(bytes);
        Assert.Equal(content, bytes.ToArray());
        Assert.Equal(completed.ETag, got.ETag);
        Assert.Equal("text/x-parts", got.Headers.ContentType);
        Assert.Equal("yes", got.Metadata["whole"]);
        Assert.Equal(completed.ETag, (await ListAsync(key)).Single().ETag);

        // As after an answer that was lost.
        Assert.Equal(completed.ETag, (await server.S3.CompleteMultipartUploadAsync(complete)).ETag);
        Assert.DoesNotContain(server.Files(), path => path.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parts_that_do_not_make_the_named_content_are_refused()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        var key = "objs/bob/" + Convert.ToHexStringLower(SHA256.HashData(content));
        content[0]++;
        var (id, parts) = await UploadAsync(key, content);
        await AssertFailsAsync("BadDigest", key, id, parts);
        Assert.Empty(await ListAsync(key));
    }

    [Fact]
    public async Task Wrong_parts_are_refused()
    {
        var (id, parts) = await UploadAsync("parts/wrong", new byte[PartSize + 1]);
        await AssertFailsAsync("InvalidPart", "parts/wrong", id, [parts[0], new PartETag(2, parts[0].ETag)]);
        await AssertFailsAsync("InvalidPart", "parts/wrong", id, [parts[0], new PartETag(9, parts[0].ETag)]);
        await AssertFailsAsync("NoSuchUpload", "parts/other", id, parts);
        await AssertFailsAsync("NoSuchUpload", "parts/wrong", "../../buckets", parts);

        var small = await server.S3.UploadPartAsync(new UploadPartRequest
        {
            BucketName = ObjectStoreServer.Bucket,
            Key = "parts/wrong",
            UploadId = id,
            PartNumber = 1,
            InputStream = new MemoryStream([1]),
        });
        await AssertFailsAsync("EntityTooSmall", "parts/wrong", id, [new PartETag(1, small.ETag), parts[1]]);
    }

    [Fact]
    public async Task An_aborted_upload_leaves_nothing()
    {
        var (id, parts) = await UploadAsync("parts/aborted", new byte[10]);
        await server.S3.AbortMultipartUploadAsync(ObjectStoreServer.Bucket, "parts/aborted", id);
        await AssertFailsAsync("NoSuchUpload", "parts/aborted", id, parts);
        Assert.DoesNotContain(Directory.GetDirectories(Path.Combine(server.Folder, "multipart")), path => path.EndsWith(id, StringComparison.Ordinal));
    }

    private async Task<(string Id, List<PartETag> Parts)> UploadAsync(string key, byte[] content)
    {
        var initiate = new InitiateMultipartUploadRequest { BucketName = ObjectStoreServer.Bucket, Key = key, ContentType = "text/x-parts" };
        initiate.Metadata["whole"] = "yes";
        var id = (await server.S3.InitiateMultipartUploadAsync(initiate)).UploadId;
        var parts = new List<PartETag>();
        for (var offset = 0; offset < content.Length; offset += PartSize)
        {
            var part = await server.S3.UploadPartAsync(new UploadPartRequest
            {
                BucketName = ObjectStoreServer.Bucket,
                Key = key,
                UploadId = id,
                PartNumber = parts.Count + 1,
                InputStream = new MemoryStream(content, offset, Math.Min(PartSize, content.Length - offset)),
            });
            parts.Add(new PartETag(parts.Count + 1, part.ETag));
        }

        return (id, parts);
    }

    private async Task AssertFailsAsync(string code, string key, string id, List<PartETag> parts)
    {
        var failure = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => server.S3.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = ObjectStoreServer.Bucket, Key = key, UploadId = id, PartETags = parts }));
        Assert.Equal(code, failure.ErrorCode);
    }

    private async Task<List<S3Object>> ListAsync(string prefix) =>
        (await server.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ObjectStoreServer.Bucket, Prefix = prefix })).S3Objects ?? [];
}
