using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Amazon.S3;
using Amazon.S3.Model;

namespace Quilt.Tests.ObjectStore;

public sealed class ReadTests : IClassFixture<ObjectStoreServer>, IAsyncLifetime
{
    private const string Content = "0123456789";
    private readonly ObjectStoreServer _server;
    private string _etag = "";

    public ReadTests(ObjectStoreServer server) => _server = server;

    public async Task InitializeAsync()
    {
        _etag = (await _server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = "digits", ContentBody = Content })).ETag;
        await _server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = "empty", ContentBody = "" });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("bytes=0-", 206, Content, "bytes 0-9/10")]
    [InlineData("bytes=9-", 206, "9", "bytes 9-9/10")]
    [InlineData("bytes=2-4", 206, "234", "bytes 2-4/10")]
    [InlineData("bytes=2-400", 206, "23456789", "bytes 2-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-300", 206, Content, "bytes 0-9/10")]
    [InlineData("bytes=10-", 416, null, "bytes */10")]
    [InlineData("bytes=-0", 416, null, "bytes */10")]
    [InlineData("bytes=4-2", 200, Content, null)]
    [InlineData("bytes=0-1,3-4", 200, Content, null)]
    [InlineData("bytes=x-", 200, Content, null)]
    [InlineData("lines=1-2", 200, Content, null)]
    public async Task Ranges(string range, int status, string? content, string? contentRange)
    {
        using var response = await GetAsync("digits", ("Range", range));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(contentRange, response.Content.Headers.TryGetValues("Content-Range", out var values) ? values.Single() : null);
        Assert.Null(response.Headers.TransferEncodingChunked);
        var body = await response.Content.ReadAsStringAsync();
        if (content is null)
        {
            Assert.Contains("<Code>InvalidRange</Code>", body, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(content, body);
        Assert.Equal(content.Length, response.Content.Headers.ContentLength);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_range_of_a_large_object_is_exact()
    {
        var content = new byte[3_000_000];
        Random.Shared.NextBytes(content);
        await _server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = "large", InputStream = new MemoryStream(content) });
        using var response = await GetAsync("large", ("Range", "bytes=8000-2500000"));
        Assert.Equal(content[8000..2_500_001], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(new ContentRangeHeaderValue(8000, 2_500_000, 3_000_000), response.Content.Headers.ContentRange);
    }

    [Fact]
    public async Task An_empty_object_has_no_range()
    {
        using var whole = await GetAsync("empty");
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal(0, whole.Content.Headers.ContentLength);
        using var part = await GetAsync("empty", ("Range", "bytes=0-"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, part.StatusCode);
    }

    [Theory]
    [InlineData("If-Match", "ETAG", 200)]
    [InlineData("If-Match", "*", 200)]
    [InlineData("If-Match", "\"other\"", 412)]
    [InlineData("If-None-Match", "ETAG", 304)]
    [InlineData("If-None-Match", "W/ETAG", 304)]
    [InlineData("If-None-Match", "\"a\", ETAG", 304)]
    [InlineData("If-None-Match", "\"other\"", 200)]
    [InlineData("If-Modified-Since", "+1", 304)]
    [InlineData("If-Modified-Since", "-1", 200)]
    [InlineData("If-Unmodified-Since", "+1", 200)]
    [InlineData("If-Unmodified-Since", "-1", 412)]
    public async Task Conditional_reads(string header, string value, int status)
    {
        value = value is "+1" or "-1"
            ? DateTimeOffset.UtcNow.AddHours(int.Parse(value, CultureInfo.InvariantCulture)).ToString("r", CultureInfo.InvariantCulture)
            : value.Replace("ETAG", _etag, StringComparison.Ordinal);
        using var response = await GetAsync("digits", (header, value));
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 304)
        {
            Assert.Equal(_etag, response.Headers.ETag?.Tag);
        }
    }

    [Fact]
    public async Task A_range_of_an_object_that_has_changed_is_the_whole_object()
    {
        using var same = await GetAsync("digits", ("Range", "bytes=5-"), ("If-Range", _etag));
        Assert.Equal("56789", await same.Content.ReadAsStringAsync());
        using var changed = await GetAsync("digits", ("Range", "bytes=5-"), ("If-Range", "\"other\""));
        Assert.Equal(Content, await changed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_upload_may_demand_that_nothing_is_there_or_a_certain_object()
    {
        PutObjectRequest Put(string? ifMatch, string? ifNoneMatch) => new()
        {
            BucketName = ObjectStoreServer.Bucket,
            Key = "once",
            ContentBody = "x",
            IfMatch = ifMatch,
            IfNoneMatch = ifNoneMatch,
        };

        var race = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await Record.ExceptionAsync(() => _server.S3.PutObjectAsync(Put(null, "*")))));
        Assert.Single(race, exception => exception is null);
        Assert.Equal(9, race.Count(exception => exception is AmazonS3Exception { ErrorCode: "PreconditionFailed" }));
        Assert.Equal(
            "PreconditionFailed",
            (await Assert.ThrowsAsync<AmazonS3Exception>(() => _server.S3.PutObjectAsync(Put("\"0123\"", null)))).ErrorCode);
        var etag = (await _server.S3.GetObjectMetadataAsync(ObjectStoreServer.Bucket, "once")).ETag;
        await _server.S3.PutObjectAsync(Put(etag, null));
    }

    [Fact]
    public async Task A_signed_query_may_set_answer_headers()
    {
        using var response = await _server.Http.GetAsync(_server.Presign("digits", configure: request =>
        {
            request.ResponseHeaderOverrides.ContentType = "text/csv";
            request.ResponseHeaderOverrides.ContentDisposition = "attachment; filename=\"ä.csv\"";
        }));
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Pages_of_any_origin_may_ask()
    {
        using var question = new HttpRequestMessage(HttpMethod.Options, _server.Url + "/quilt/digits");
        question.Headers.Add("Origin", "https://catalog.example.com");
        question.Headers.Add("Access-Control-Request-Method", "GET");
        question.Headers.Add("Access-Control-Request-Headers", "range");
        using var preflight = await _server.Http.SendAsync(question);
        Assert.Equal(HttpStatusCode.OK, preflight.StatusCode);
        Assert.Equal("*", preflight.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("range", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single());

        using var response = await GetAsync("digits", ("Origin", "https://catalog.example.com"));
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Content-Range", response.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_needs_no_signature(string path) => Assert.Equal("Healthy", await _server.Http.GetStringAsync(_server.Url + path));

    private async Task<HttpResponseMessage> GetAsync(string key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _server.Presign(key));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _server.Http.SendAsync(request);
    }
}
