using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Quilt.Tests.ObjectStore;

/// <summary>Copies made inside the store; see the tests of moves for whole and partial ones of content-addressed objects.</summary>
public sealed class CopyTests(ObjectStoreServer server) : IClassFixture<ObjectStoreServer>
{
    [Fact]
    public async Task A_copy_is_an_object_of_its_own()
    {
        await PutAsync("copies/a b+c%ü", "content");

        var copied = await server.S3.CopyObjectAsync(ObjectStoreServer.Bucket, "copies/a b+c%ü", ObjectStoreServer.Bucket, "copies/target");
        await server.S3.DeleteObjectAsync(ObjectStoreServer.Bucket, "copies/a b+c%ü");

        using var got = await server.S3.GetObjectAsync(ObjectStoreServer.Bucket, "copies/target");
        Assert.Equal(copied.ETag, got.ETag);
        using var reader = new StreamReader(got.ResponseStream);
        Assert.Equal("content", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task What_cannot_be_copied_is_refused_and_nothing_stored()
    {
        await PutAsync("copies/kept", "content");
        var other = "objs/bob/" + Convert.ToHexStringLower(SHA256.HashData("other"u8));

        Assert.Equal("NoSuchKey", await CodeOfAsync(Request("copies/none", "copies/refused")));
        Assert.Equal("BadDigest", await CodeOfAsync(Request("copies/kept", other)));
        Assert.Equal("InvalidArgument", await CodeOfAsync(Request("copies/kept", "objs/bob/no_hash")));
        var replaced = Request("copies/kept", "copies/refused");
        replaced.MetadataDirective = S3MetadataDirective.REPLACE;
        Assert.Equal("NotImplemented", await CodeOfAsync(replaced));
        var conditional = Request("copies/kept", "copies/refused");
        conditional.ETagToMatch = "\"0\"";
        Assert.Equal("NotImplemented", await CodeOfAsync(conditional));

        Assert.Equal(["copies/kept"], (await server.S3.ListObjectsV2Async(new() { BucketName = ObjectStoreServer.Bucket, Prefix = "copies/kept" })).S3Objects.Select(item => item.Key));
        Assert.Equal(0, (await server.S3.ListObjectsV2Async(new() { BucketName = ObjectStoreServer.Bucket, Prefix = "copies/refused" })).KeyCount);
        Assert.Equal(0, (await server.S3.ListObjectsV2Async(new() { BucketName = ObjectStoreServer.Bucket, Prefix = other })).KeyCount);
    }

    [Fact]
    public async Task Who_was_given_an_address_to_upload_to_cannot_copy_others_objects_there()
    {
        var content = "a secret of alice"u8.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        await PutAsync($"objs/alice/{hash}", Encoding.UTF8.GetString(content));
        using var request = new HttpRequestMessage(HttpMethod.Put, server.Presign($"objs/mallory/{hash}", HttpVerb.PUT)) { Content = new ByteArrayContent([]) };
        request.Headers.Add("x-amz-copy-source", $"/{ObjectStoreServer.Bucket}/objs/alice/{hash}");

        using var answer = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(0, (await server.S3.ListObjectsV2Async(new() { BucketName = ObjectStoreServer.Bucket, Prefix = "objs/mallory/" })).KeyCount);
    }

    [Fact]
    public async Task A_part_is_copied_by_its_range()
    {
        await PutAsync("copies/letters", "abcdef");
        var upload = (await server.S3.InitiateMultipartUploadAsync(ObjectStoreServer.Bucket, "copies/range")).UploadId;
        var part = new CopyPartRequest
        {
            SourceBucket = ObjectStoreServer.Bucket,
            SourceKey = "copies/letters",
            DestinationBucket = ObjectStoreServer.Bucket,
            DestinationKey = "copies/range",
            UploadId = upload,
            PartNumber = 1,
            FirstByte = 1,
            LastByte = 3,
        };
        var copied = await server.S3.CopyPartAsync(part);
        (part.FirstByte, part.LastByte) = (7, 9);
        Assert.Equal("InvalidRange", (await Assert.ThrowsAsync<AmazonS3Exception>(() => server.S3.CopyPartAsync(part))).ErrorCode);

        await server.S3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = ObjectStoreServer.Bucket, Key = "copies/range", UploadId = upload, PartETags = [new PartETag(1, copied.ETag)] });

        Assert.Equal("bcd", await server.Http.GetStringAsync(server.Presign("copies/range")));
    }

    private static CopyObjectRequest Request(string source, string target) =>
        new() { SourceBucket = ObjectStoreServer.Bucket, SourceKey = source, DestinationBucket = ObjectStoreServer.Bucket, DestinationKey = target };

    private async Task<string> CodeOfAsync(CopyObjectRequest request) =>
        (await Assert.ThrowsAsync<AmazonS3Exception>(() => server.S3.CopyObjectAsync(request))).ErrorCode;

    private Task<PutObjectResponse> PutAsync(string key, string content) =>
        server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = key, ContentBody = content });
}
