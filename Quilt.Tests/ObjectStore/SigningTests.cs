using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Quilt.Tests.ObjectStore;

public sealed class SigningTests : IAsyncLifetime
{
    private readonly AdjustableTime _time = new();
    private readonly ObjectStoreServer _server;

    public SigningTests() => _server = new ObjectStoreServer(folder: null, _time);

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await PutAsync("a/b", "content");
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Presigned_addresses_get_head_and_put()
    {
        using var put = await _server.Http.PutAsync(_server.Presign("pre signed+ü", HttpVerb.PUT), new ByteArrayContent("hello"u8.ToArray()));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using var head = await SendAsync(HttpMethod.Head, _server.Presign("pre signed+ü", HttpVerb.HEAD));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(5, head.Content.Headers.ContentLength);
        Assert.Equal("hello", await _server.Http.GetStringAsync(_server.Presign("pre signed+ü")));
    }

    [Theory]
    [InlineData("GET", "HEAD")]
    [InlineData("HEAD", "GET")]
    [InlineData("GET", "PUT")]
    [InlineData("GET", "DELETE")]
    [InlineData("PUT", "GET")]
    public async Task A_presigned_address_is_good_for_its_method_only(string signedMethod, string usedMethod)
    {
        using var response = await SendAsync(new HttpMethod(usedMethod), _server.Presign("a/b", Enum.Parse<HttpVerb>(signedMethod)));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("content", await _server.Http.GetStringAsync(_server.Presign("a/b")));
    }

    [Theory]
    [InlineData("/a/b", "/a/c")]
    [InlineData("/a/b", "/a/../a/b")]
    [InlineData("X-Amz-Expires=", "X-Amz-Expires=1")]
    [InlineData("X-Amz-Signature=", "response-content-type=text%2Fhtml&X-Amz-Signature=")]
    public async Task A_presigned_address_that_was_changed_is_refused(string part, string replacement)
    {
        var target = Target(_server.Presign("a/b", configure: request => request.Expires = DateTime.UtcNow.AddMinutes(10)));
        Assert.Contains(part, target, StringComparison.Ordinal);
        var answer = await GetRawAsync(target.Replace(part, replacement, StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_presigned_address_is_good_for_its_host_only()
    {
        var target = new Uri(_server.Presign("a/b")).PathAndQuery;
        Assert.StartsWith("HTTP/1.1 200 ", await GetRawAsync(target), StringComparison.Ordinal);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", await GetRawAsync(target, "elsewhere:80"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_was_not_signed_may_be_added_to_an_upload()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, _server.Presign("a/added", HttpVerb.PUT)) { Content = new ByteArrayContent([1]) };
        request.Headers.Add("x-amz-meta-added", "x");
        using var response = await _server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("not signed", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_presigned_address_expires()
    {
        var url = _server.Presign("a/b", configure: request => request.Expires = DateTime.UtcNow.AddDays(7).AddMinutes(-1));
        _time.Shift = TimeSpan.FromDays(6.9);
        Assert.Equal("content", await _server.Http.GetStringAsync(url));

        _time.Shift = TimeSpan.FromDays(7);
        using var expired = await _server.Http.GetAsync(url);
        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
        Assert.Contains("Request has expired", await expired.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        _time.Shift = TimeSpan.FromMinutes(-16);
        using var early = await _server.Http.GetAsync(url);
        Assert.Equal(HttpStatusCode.Forbidden, early.StatusCode);
    }

    [Theory]
    [InlineData(14, null)]
    [InlineData(16, "RequestTimeTooSkewed")]
    [InlineData(-14, null)]
    [InlineData(-16, "RequestTimeTooSkewed")]
    public async Task A_signature_in_the_header_is_good_for_a_quarter_of_an_hour(int minutes, string? code)
    {
        _time.Shift = TimeSpan.FromMinutes(minutes);
        using var client = _server.CreateClient();
        var failure = await Record.ExceptionAsync(() => client.GetObjectMetadataAsync(ObjectStoreServer.Bucket, "a/b"));
        Assert.Equal(code is null, failure is null);
        if (code is not null)
        {
            var listing = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => client.ListBucketsAsync());
            Assert.Equal(code, listing.ErrorCode);
        }
    }

    [Theory]
    [InlineData("someone-else", ObjectStoreServer.SecretKey, "us-east-1", "InvalidAccessKeyId", 403)]
    [InlineData(ObjectStoreServer.AccessKey, "another secret", "us-east-1", "SignatureDoesNotMatch", 403)]
    [InlineData(ObjectStoreServer.AccessKey, ObjectStoreServer.SecretKey, "eu-west-1", "AuthorizationHeaderMalformed", 400)]
    public async Task Other_keys_and_regions_are_refused(string accessKey, string secretKey, string region, string code, int status)
    {
        using var client = _server.CreateClient(accessKey, secretKey, config => config.AuthenticationRegion = region);
        var failure = await Assert.ThrowsAsync<AmazonS3Exception>(() => client.ListBucketsAsync());
        Assert.Equal(code, failure.ErrorCode);
        Assert.Equal(status, (int)failure.StatusCode);

        using var presigned = await _server.Http.GetAsync(client.GetPreSignedURL(new GetPreSignedUrlRequest
        {
            BucketName = ObjectStoreServer.Bucket,
            Key = "a/b",
            Protocol = Protocol.HTTP,
            Expires = DateTime.UtcNow.AddHours(1),
        }));
        Assert.Equal(status, (int)presigned.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", await presigned.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/quilt")]
    [InlineData("GET", "/quilt?list-type=2")]
    [InlineData("GET", "/quilt/a/b")]
    [InlineData("HEAD", "/quilt/a/b")]
    [InlineData("PUT", "/quilt/a/b")]
    [InlineData("DELETE", "/quilt/a/b")]
    [InlineData("PUT", "/other")]
    [InlineData("GET", "/quilt/a/b?X-Amz-Signature=00")]
    [InlineData("GET", "/quilt/a/b?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=604801")]
    public async Task Unsigned_and_half_signed_requests_are_refused(string method, string target)
    {
        using var response = await SendAsync(new HttpMethod(method), _server.Url + target);
        Assert.Equal(target.Contains("X-Amz", StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("content", await _server.Http.GetStringAsync(_server.Presign("a/b")));
    }

    [Theory]
    [InlineData("/quilt/%zz")]
    [InlineData("/quilt/%ff")]
    [InlineData("/quilt/a%00b")]
    [InlineData("/UPPER/a")]
    [InlineData("/../etc/passwd")]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/ab")]
    public async Task Malformed_targets_get_a_400(string target) =>
        Assert.StartsWith("HTTP/1.1 400 ", await GetRawAsync(target), StringComparison.Ordinal);

    [Theory]
    [InlineData("a/../b")]
    [InlineData("../../../../../../etc/passwd")]
    [InlineData("..")]
    [InlineData("./x/.")]
    [InlineData("..\\..\\x")]
    public async Task Dots_in_a_key_are_just_dots(string key)
    {
        var put = Target(_server.Presign(key, HttpVerb.PUT));
        var answer = await _server.SendRawAsync($"PUT {put} HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\nContent-Length: 4\r\n\r\ndots");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);

        Assert.EndsWith("dots", await GetRawAsync(Target(_server.Presign(key))), StringComparison.Ordinal);
        var listed = await _server.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ObjectStoreServer.Bucket, Prefix = key });
        Assert.Equal([key], listed.S3Objects.Select(item => item.Key));
        Assert.Equal(2, _server.Files().Count(path => path.Contains("buckets", StringComparison.Ordinal)));
    }

    private string Host => new Uri(_server.Url).Authority;

    private string Target(string url) => url[_server.Url.Length..];

    private Task<string> GetRawAsync(string target, string? host = null) =>
        _server.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: {host ?? Host}\r\nConnection: close\r\n\r\n");

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url)
    {
        using var request = new HttpRequestMessage(method, url);
        return await _server.Http.SendAsync(request);
    }

    private Task<PutObjectResponse> PutAsync(string key, string content) =>
        _server.S3.PutObjectAsync(new PutObjectRequest { BucketName = ObjectStoreServer.Bucket, Key = key, ContentBody = content });
}
