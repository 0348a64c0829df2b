using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Quilt.Tests.ObjectStore;

public sealed class BucketTests : IAsyncLifetime
{
    private readonly ObjectStoreServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Buckets_are_made_listed_and_removed()
    {
        await _server.S3.PutBucketAsync("another.one");
        await _server.S3.PutBucketAsync("another.one");
        Assert.Equal(["another.one", ObjectStoreServer.Bucket], (await _server.S3.ListBucketsAsync()).Buckets.Select(bucket => bucket.BucketName));
        await _server.S3.HeadBucketAsync(new HeadBucketRequest { BucketName = "another.one" });
        Assert.Equal("", (await _server.S3.GetBucketLocationAsync("another.one")).Location?.Value ?? "");

        await _server.S3.PutObjectAsync(new PutObjectRequest { BucketName = "another.one", Key = "a/b", ContentBody = "" });
        Assert.Equal("BucketNotEmpty", await CodeOfAsync(() => _server.S3.DeleteBucketAsync("another.one")));
        await _server.S3.DeleteObjectAsync("another.one", "a/b");
        await _server.S3.DeleteBucketAsync("another.one");

        Assert.Equal("NoSuchBucket", await CodeOfAsync(() => _server.S3.DeleteBucketAsync("another.one")));
        Assert.Equal("NoSuchBucket", await CodeOfAsync(() => _server.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "another.one" })));
        Assert.Equal("NoSuchBucket", await CodeOfAsync(() => _server.S3.GetObjectAsync("another.one", "a")));
        Assert.Equal("NoSuchBucket", await CodeOfAsync(() => _server.S3.PutObjectAsync(new PutObjectRequest { BucketName = "another.one", Key = "a", ContentBody = "x" })));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        string[] odd = ["a", "a-b", "a/", "a/b", "a/b/c", "a0", "ab", "B", "objs2/00", "\uFFFDx", "😀", "x/" + new string('z', 300), "x/" + new string('z', 300) + "!"];
        var hashes = Enumerable.Range(0, 300).Select(i => Encoding.UTF8.GetBytes($"{i}")).ToList();
        var keys = odd.ToList();
        await Parallel.ForEachAsync(hashes, async (content, _) =>
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            await PutAsync("objs/ann/" + hash, Encoding.UTF8.GetString(content));
            await PutAsync("mixed/" + hash, "");
            lock (keys)
            {
                keys.AddRange(["objs/ann/" + hash, "mixed/" + hash]);
            }
        });
        keys.AddRange(["mixed/5", "mixed/5f", "mixed/5f/x", "mixed/5g", "mixed/zz", "mixed/" + new string('5', 64) + "/below"]);
        foreach (var key in keys.Where(key => !key.StartsWith("objs/", StringComparison.Ordinal)))
        {
            await PutAsync(key, "");
        }

        var expected = keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal).ToList();
        foreach (var size in new[] { 1000, 7, 1 })
        {
            Assert.Equal(expected, await ListAsync(new ListObjectsV2Request { MaxKeys = size }));
        }

        Assert.Equal(expected.Where(key => key.StartsWith("objs/ann/5", StringComparison.Ordinal)), await ListAsync(new ListObjectsV2Request { Prefix = "objs/ann/5", MaxKeys = 3 }));
        Assert.Equal(expected.Where(key => key.StartsWith("mixed/5", StringComparison.Ordinal)), await ListAsync(new ListObjectsV2Request { Prefix = "mixed/5", MaxKeys = 2 }));
        foreach (var start in new[] { "objs/ann/", "mixed/5f", expected[100], expected[400] + "x", "zzz" })
        {
            var after = Convert.ToHexString(Encoding.UTF8.GetBytes(start));
            Assert.Equal(
                expected.Where(key => string.CompareOrdinal(Convert.ToHexString(Encoding.UTF8.GetBytes(key)), after) > 0),
                await ListAsync(new ListObjectsV2Request { StartAfter = start, MaxKeys = 50 }));
        }
    }

    [Theory]
    [InlineData("", "/", "a|a+b c|b/|d/|ä/")]
    [InlineData("b/", "/", "b/|b/1|b/2/")]
    [InlineData("b", "/", "b/")]
    [InlineData("", "+", "a|a+|b/|b/1|b/2/x|b/2/y|d/e/f|ä/ö")]
    [InlineData("", "", "a|a+b c|b/|b/1|b/2/x|b/2/y|d/e/f|ä/ö")]
    [InlineData("none/", "/", "")]
    public async Task Keys_are_rolled_up_to_a_delimiter(string prefix, string delimiter, string expected)
    {
        foreach (var key in new[] { "a", "a+b c", "b/", "b/1", "b/2/x", "b/2/y", "d/e/f", "ä/ö", "emptied/x" })
        {
            await PutAsync(key, "");
        }

        await _server.S3.DeleteObjectAsync(ObjectStoreServer.Bucket, "emptied/x");
        foreach (var size in new[] { 1000, 1 })
        {
            var listed = await ListAsync(new ListObjectsV2Request { Prefix = prefix, Delimiter = delimiter, MaxKeys = size });
            Assert.Equal(expected, string.Join('|', listed.OrderBy(key => key, StringComparer.Ordinal)));
        }
    }

    [Fact]
    public async Task A_listing_tells_size_tag_time_and_owner()
    {
        var etag = await PutAsync("one", "four");
        var listed = await _server.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ObjectStoreServer.Bucket, FetchOwner = true, Encoding = EncodingType.Url });
        var item = listed.S3Objects.Single();
        Assert.Equal((4, etag, "quilt"), (item.Size, item.ETag, item.Owner.Id));
        Assert.InRange(item.LastModified!.Value.ToUniversalTime(), DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5));
        Assert.Equal("InvalidArgument", await CodeOfAsync(() => _server.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ObjectStoreServer.Bucket, ContinuationToken = "never given" })));
    }

    [Fact]
    public async Task What_is_not_offered_says_so_and_changes_nothing()
    {
        await PutAsync("kept", "content");
        Assert.Equal("NotImplemented", await CodeOfAsync(() => _server.S3.PutObjectTaggingAsync(new PutObjectTaggingRequest
        {
            BucketName = ObjectStoreServer.Bucket,
            Key = "kept",
            Tagging = new Tagging { TagSet = [new Tag { Key = "a", Value = "b" }] },
        })));
        Assert.Equal("content", await _server.Http.GetStringAsync(_server.Presign("kept")));
        Assert.Single(_server.Files());
    }

    private async Task<string> PutAsync(string key, string content) =>
        (await _server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = key, ContentBody = content })).ETag;

    private async Task<List<string>> ListAsync(ListObjectsV2Request request)
    {
        request.BucketName = ObjectStoreServer.Bucket;
        var keys = new List<string>();
        ListObjectsV2Response page;
        do
        {
            page = await _server.S3.ListObjectsV2Async(request);
            Assert.InRange(page.KeyCount!.Value, 0, request.MaxKeys!.Value);
            keys.AddRange((page.S3Objects ?? []).Select(item => item.Key));
            keys.AddRange(page.CommonPrefixes ?? []);
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        return keys;
    }

    private static async Task<string> CodeOfAsync(Func<Task> call) => (await Assert.ThrowsAnyAsync<AmazonS3Exception>(call)).ErrorCode;
}
