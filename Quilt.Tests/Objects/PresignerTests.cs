using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Amazon.Runtime;
using Amazon.S3;
using Quilt.Api.Objects;
using Quilt.Api.Objects.Presigning;

namespace Quilt.Tests.Objects;

/// <summary>The SDK signs with its own clock; ours signs again at the time that the SDK's URL bears.</summary>
public sealed class PresignerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("http://127.0.0.1:5001", "us-east-1", "quilt", "alice", "key", "secret")]
    [InlineData("https://s3.example.com", "eu-west-1", "my.bucket-1", "a_b_1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("https://S3.Example.com:9000/", "us-east-1", "quilt", "bob", "A+/=&?% é", "s +/=&?% é")]
    [InlineData("http://objects:80", "us-east-1", "quilt", "bob", "key", "secret")]
    [InlineData("https://objects:443", "us-east-1", "quilt", "bob", "key", "secret")]
    [InlineData("https://objects:8443/behind/a/proxy", "us-east-1", "quilt", "bob", "key", "secret")]
    [InlineData("http://[::1]:5001", "us-east-1", "quilt", "bob", "key", "secret")]
    public void Urls_equal_those_of_the_sdk(string url, string region, string bucket, string owner, string accessKey, string secretKey)
    {
        using var sdk = new AmazonS3Client(
            new BasicAWSCredentials(accessKey, secretKey),
            new AmazonS3Config { ServiceURL = url, ForcePathStyle = true, AuthenticationRegion = region });
        foreach (var (verb, method) in new[] { (HttpVerb.GET, HttpMethod.Get), (HttpVerb.HEAD, HttpMethod.Head), (HttpVerb.PUT, HttpMethod.Put) })
        {
            for (var round = 0; round < 5; round++)
            {
                var hash = RandomNumberGenerator.GetBytes(32);
                var expected = sdk.GetPreSignedURL(new()
                {
                    BucketName = bucket,
                    Key = $"objs/{owner}/{Convert.ToHexStringLower(hash)}",
                    Verb = verb,
                    Expires = DateTime.UtcNow.AddDays(1),
                    Protocol = new Uri(url).Scheme == "https" ? Protocol.HTTPS : Protocol.HTTP,
                });
                var query = HttpUtility.ParseQueryString(new Uri(expected).Query);
                var signedAt = DateTimeOffset.ParseExact(
                    query["X-Amz-Date"]!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                var lifetime = TimeSpan.FromSeconds(long.Parse(query["X-Amz-Expires"]!, CultureInfo.InvariantCulture));
                using var batch = new Presigner(accessKey, secretKey, region, lifetime).For(new(url), bucket, owner, method, signedAt);

                Assert.Equal(expected, batch.UrlOf(hash));
            }
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:5001", "a.csv")]
    [InlineData("https://s3.example.com", "über \"x\" ~(1)*'+&=?#%.csv")]
    public void Addresses_for_download_equal_those_of_the_sdk(string url, string fileName)
    {
        using var sdk = new AmazonS3Client(
            new BasicAWSCredentials("key", "secret"),
            new AmazonS3Config { ServiceURL = url, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        var hash = RandomNumberGenerator.GetBytes(32);
        var disposition = Disposition.Attachment(fileName);
        var expected = new Uri(sdk.GetPreSignedURL(new()
        {
            BucketName = "quilt",
            Key = $"objs/alice/{Convert.ToHexStringLower(hash)}",
            Expires = DateTime.UtcNow.AddDays(1),
            Protocol = new Uri(url).Scheme == "https" ? Protocol.HTTPS : Protocol.HTTP,
            ResponseHeaderOverrides = new() { ContentDisposition = disposition, ContentType = "application/octet-stream" },
        }));
        var query = HttpUtility.ParseQueryString(expected.Query);
        var signedAt = DateTimeOffset.ParseExact(query["X-Amz-Date"]!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var lifetime = TimeSpan.FromSeconds(long.Parse(query["X-Amz-Expires"]!, CultureInfo.InvariantCulture));

        var ours = new Uri(new Presigner("key", "secret", "us-east-1", lifetime).ForDownload(new(url), "quilt", "alice", hash, disposition, signedAt));

        // The order of a query's parts is free.
        Assert.Equal(expected.GetLeftPart(UriPartial.Path), ours.GetLeftPart(UriPartial.Path));
        Assert.Equal(Parts(expected), Parts(ours));

        static IEnumerable<(string?, string?)> Parts(Uri address)
        {
            var parts = HttpUtility.ParseQueryString(address.Query);
            return parts.AllKeys.Select(key => (key, parts[key])).Order();
        }
    }

    [Fact]
    public void Urls_are_equal_whatever_day_key_was_cached_before()
    {
        var presigner = Signer();
        var hash = RandomNumberGenerator.GetBytes(32);
        foreach (var days in (int[])[0, 1, 0, 400])
        {
            using var cached = Batch(presigner, HttpMethod.Get, Noon.AddDays(days));
            using var fresh = Batch(Signer(), HttpMethod.Get, Noon.AddDays(days));

            Assert.Equal(fresh.UrlOf(hash), cached.UrlOf(hash));
            Assert.Contains($"{Noon.AddDays(days):yyyyMMdd}T120000Z", cached.UrlOf(hash), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Times_of_other_zones_are_signed_as_utc()
    {
        var hash = RandomNumberGenerator.GetBytes(32);
        using var utc = Batch(Signer(), HttpMethod.Get, Noon);
        using var zoned = Batch(Signer(), HttpMethod.Get, Noon.ToOffset(TimeSpan.FromHours(13)));

        Assert.Equal(utc.UrlOf(hash), zoned.UrlOf(hash));
    }

    [Fact]
    public void Writing_to_a_buffer_advances_by_one_url()
    {
        var output = new ArrayBufferWriter<byte>();
        var hash = RandomNumberGenerator.GetBytes(32);
        using var batch = Batch(Signer(), HttpMethod.Put, Noon);
        batch.Write(hash, output);

        Assert.Equal(batch.UrlOf(hash), Encoding.ASCII.GetString(output.WrittenSpan));
        Assert.Equal(batch.UrlLength, output.WrittenCount);
    }

    [Fact]
    public void A_thousand_urls_are_signed_without_garbage()
    {
        using var batch = Batch(Signer(), HttpMethod.Get, Noon);
        var hash = new byte[32];
        var url = new byte[batch.UrlLength];
        batch.Write(hash, url);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            batch.Write(hash, url);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Urls_of_many_objects_are_one_json_object(int count)
    {
        var hashes = RandomNumberGenerator.GetBytes(32 * count);
        using var head = Batch(Signer(), HttpMethod.Head, Noon);
        using var put = Batch(Signer(), HttpMethod.Put, Noon);
        using var get = Batch(Signer(), HttpMethod.Get, Noon);

        var urls = await Written(output => PresignedUrls.WriteAsync(output, hashes, get, CancellationToken.None));
        var pairs = await Written(output => PresignedUrls.WritePairsAsync(output, hashes, head, put, CancellationToken.None));

        Assert.Equal((count, count), (urls.Count, pairs.Count));
        foreach (var hash in hashes.Chunk(32))
        {
            var key = Convert.ToHexStringLower(hash);
            Assert.Equal(get.UrlOf(hash), (string)urls[key]!);
            Assert.Equal(head.UrlOf(hash), (string)pairs[key]!["head"]!);
            Assert.Equal(put.UrlOf(hash), (string)pairs[key]!["put"]!);
        }
    }

    private static Presigner Signer() => new("key", "secret", "us-east-1", Presigner.DefaultLifetime);

    private static PresignBatch Batch(Presigner presigner, HttpMethod verb, DateTimeOffset now) =>
        presigner.For(new("http://127.0.0.1:5001"), "quilt", "alice", verb, now);

    private static async Task<JsonObject> Written(Func<PipeWriter, Task> write)
    {
        using var stream = new MemoryStream();
        var output = PipeWriter.Create(stream);
        await write(output);
        await output.CompleteAsync();
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }
}
