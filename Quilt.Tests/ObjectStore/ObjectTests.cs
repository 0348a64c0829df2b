using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Quilt.Tests.ObjectStore;

public sealed class ObjectTests(ObjectStoreServer server) : IClassFixture<ObjectStoreServer>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8_000)]
    [InlineData(8_192)]
    [InlineData(262_144)]
    [InlineData(1_000_003)]
    [InlineData(20_000_000)]
    public async Task An_object_comes_back_as_it_was_put(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        md5.AppendData(content);
        var put = await server.S3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = ObjectStoreServer.Bucket,
            Key = $"sizes/{size}",
            InputStream = new MemoryStream(content),
        });
        Assert.Equal($"\"{Convert.ToHexStringLower(md5.GetHashAndReset())}\"", put.ETag);

        using var got = await server.S3.GetObjectAsync(ObjectStoreServer.Bucket, $"sizes/{size}");
        Assert.Equal(size, got.ContentLength);
        Assert.Equal(put.ETag, got.ETag);
        Assert.Equal(content, await ReadAsync(got));
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "CRC32")]
    [InlineData(false, "CRC32")]
    [InlineData(true, "SHA1")]
    [InlineData(true, "SHA256")]
    [InlineData(false, "SHA256")]
    public async Task Every_way_that_the_sdk_sends_a_body_is_understood(bool chunked, string checksum)
    {
        var key = $"ways/{chunked}-{checksum}";
        var request = new PutObjectRequest
        {
            BucketName = ObjectStoreServer.Bucket,
            Key = key,
            ContentBody = new string('x', 200_000),
            UseChunkEncoding = chunked,
        };
        if (checksum.Length > 0)
        {
            request.ChecksumAlgorithm = new ChecksumAlgorithm(checksum);
        }

        await server.S3.PutObjectAsync(request);
        using var got = await server.S3.GetObjectAsync(ObjectStoreServer.Bucket, key);
        Assert.Equal(200_000, got.ContentLength);
        Assert.Equal("", got.Headers.ContentEncoding ?? "");
    }

    [Fact]
    public async Task Headers_come_back_as_they_were_sent()
    {
        var request = new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = "headers", ContentBody = "x", ContentType = "text/x-quilt; charset=utf-8" };
        request.Headers.ContentEncoding = "br";
        request.Headers.CacheControl = "max-age=5";
        request.Headers.ContentDisposition = "attachment; filename=\"a b.txt\"";
        request.Metadata["Colour"] = "deep   blue";
        await server.S3.PutObjectAsync(request);

        var head = await server.S3.GetObjectMetadataAsync(ObjectStoreServer.Bucket, "headers");
        Assert.Equal("text/x-quilt; charset=utf-8", head.Headers.ContentType);
        Assert.Equal("br", head.Headers.ContentEncoding);
        Assert.Equal("max-age=5", head.Headers.CacheControl);
        Assert.Equal("attachment; filename=\"a b.txt\"", head.Headers.ContentDisposition);
        Assert.Equal("deep   blue", head.Metadata["colour"]);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with space")]
    [InlineData("plus+plus")]
    [InlineData("percent%2Fslash")]
    [InlineData("percent%")]
    [InlineData("a//b///c")]
    [InlineData("folder/")]
    [InlineData("Umlaut-ä-日本語-😀")]
    [InlineData("Case")]
    [InlineData("case")]
    [InlineData("con/aux/nul.txt")]
    [InlineData("back\\slash")]
    [InlineData("question?and#hash&amp;=")]
    [InlineData("dot.end.")]
    [InlineData("...")]
    [InlineData("tab\tand~tilde*'()!\"<>|:")]
    public async Task Any_key_names_just_one_object(string key)
    {
        key = "keys/" + key;
        await server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = key, ContentBody = key });
        using var got = await server.S3.GetObjectAsync(ObjectStoreServer.Bucket, key);
        Assert.Equal(key, Encoding.UTF8.GetString(await ReadAsync(got)));

        var listed = await server.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ObjectStoreServer.Bucket, Prefix = key });
        Assert.Contains(listed.S3Objects, item => item.Key == key);

        using var presigned = await server.Http.GetAsync(server.Presign(key));
        Assert.Equal(HttpStatusCode.OK, presigned.StatusCode);
        Assert.Equal(key, await presigned.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Keys_of_every_length_up_to_1024_bytes_are_kept_apart()
    {
        string[] keys = ["long/" + new string('Ä', 509), "long/" + new string('/', 1000), "long/" + new string('a', 1019), "long/" + new string('a', 1018), "long/" + new string('a', 200), "long/" + new string('a', 201) + "/b"];
        foreach (var key in keys)
        {
            await server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = key, ContentBody = key });
        }

        foreach (var key in keys)
        {
            using var got = await server.S3.GetObjectAsync(ObjectStoreServer.Bucket, key);
            Assert.Equal(key, Encoding.UTF8.GetString(await ReadAsync(got)));
        }

        var listed = await server.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ObjectStoreServer.Bucket, Prefix = "long/" });
        Assert.Equal(keys.Order(StringComparer.Ordinal), listed.S3Objects.Select(item => item.Key));

        var tooLong = await Assert.ThrowsAsync<AmazonS3Exception>(() => server.S3.PutObjectAsync(
            new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = new string('a', 1025), ContentBody = "" }));
        Assert.Equal("KeyTooLongError", tooLong.ErrorCode);
    }

    [Fact]
    public async Task Deleting_is_for_good_and_may_be_repeated()
    {
        await server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = "gone/deep/down", ContentBody = "x" });
        await server.S3.DeleteObjectAsync(ObjectStoreServer.Bucket, "gone/deep/down");
        await server.S3.DeleteObjectAsync(ObjectStoreServer.Bucket, "gone/deep/down");

        var missing = await Assert.ThrowsAsync<NoSuchKeyException>(() => server.S3.GetObjectAsync(ObjectStoreServer.Bucket, "gone/deep/down"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        await Assert.ThrowsAsync<AmazonS3Exception>(() => server.S3.GetObjectMetadataAsync(ObjectStoreServer.Bucket, "gone/deep/down"));
        Assert.DoesNotContain(server.Files(), path => path.Contains("gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_objects_are_deleted_at_once()
    {
        string[] keys = ["bulk/a", "bulk/b c", "bulk/ä+%2F"];
        foreach (var key in keys)
        {
            await server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = key, ContentBody = "x" });
        }

        var deleted = await server.S3.DeleteObjectsAsync(new DeleteObjectsRequest
        {
            BucketName = ObjectStoreServer.Bucket,
            Objects = [.. keys.Append("bulk/never").Select(key => new KeyVersion { Key = key })],
        });
        Assert.Equal(keys.Append("bulk/never"), deleted.DeletedObjects.Select(item => item.Key));
        Assert.Empty((await server.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ObjectStoreServer.Bucket, Prefix = "bulk/" })).S3Objects ?? []);
    }

    [Fact]
    public async Task Twenty_uploads_at_once_into_new_folders_all_arrive()
    {
        var keys = Enumerable.Range(0, 400).Select(i => $"parallel/{i % 40}/{i}").ToList();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (key, cancellationToken) =>
            await server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = key, ContentBody = key }, cancellationToken));
        var listed = await server.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ObjectStoreServer.Bucket, Prefix = "parallel/" });
        Assert.Equal(keys.Order(StringComparer.Ordinal), listed.S3Objects.Select(item => item.Key));
    }

    private static async Task<byte[]> ReadAsync(GetObjectResponse response)
    {
        using var content = new MemoryStream();
        await response.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }
}
