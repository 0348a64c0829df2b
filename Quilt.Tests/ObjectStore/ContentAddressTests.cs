using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;

namespace Quilt.Tests.ObjectStore;

public sealed class ContentAddressTests : IAsyncLifetime
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 100_000)));
    private readonly ObjectStoreServer _server = new(folder: null, time: null, ("Quilt:ObjectStore:MaxDecompressedSize", "1000000"));

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public static TheoryData<string, byte[], string?> Good() => new()
    {
        { "raw", Content, null },
        { "empty", [], null },
        { "identity", Content, "identity" },
        { "gzip", Gzip(Content), "gzip" },
        { "gzip of nothing", Gzip([]), "gzip" },
        { "gzip in two members", [.. Gzip(Content[..1000]), .. Gzip(Content[1000..])], "gzip" },
    };

    [Theory]
    [MemberData(nameof(Good), DisableDiscoveryEnumeration = true)]
    public async Task Content_that_fits_its_name_is_stored(string what, byte[] body, string? encoding)
    {
        Assert.NotEmpty(what);
        var key = KeyOf(what.EndsWith("nothing", StringComparison.Ordinal) || body.Length == 0 ? [] : Content);
        for (var i = 0; i < 2; i++)
        {
            using var put = await PutAsync(key, body, encoding);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, _server.Presign(key));
        if (body.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Range", "bytes=0-");
        }

        using var got = await _server.Http.SendAsync(request);
        Assert.Equal(body.Length > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK, got.StatusCode);
        Assert.Equal(body, await got.Content.ReadAsByteArrayAsync());
        Assert.Equal(encoding, got.Content.Headers.ContentEncoding.SingleOrDefault());
    }

    public static TheoryData<string, byte[], string?, string> Bad()
    {
        var gzip = Gzip(Content);
        var zero = Gzip([.. Content, 0]);
        return new()
        {
            { "other content", [1, 2, 3], null, "BadDigest" },
            { "nothing", [], null, "BadDigest" },
            { "gzip said to be raw", gzip, null, "BadDigest" },
            { "raw said to be gzip", Content, "gzip", "InvalidRequest" },
            { "gzip of other content", Gzip([1, 2, 3]), "gzip", "BadDigest" },
            { "gzip without its last byte", gzip[..^1], "gzip", "InvalidRequest" },
            { "gzip without its trailer", gzip[..^8], "gzip", "InvalidRequest" },
            { "half a gzip", gzip[..(gzip.Length / 2)], "gzip", "InvalidRequest" },
            { "gzip with something after it", [.. gzip, 1, 2, 3], "gzip", "InvalidRequest" },
            { "gzip with a cut second member", [.. gzip, .. gzip[..50]], "gzip", "InvalidRequest" },
            { "gzip of one zero more", zero, "gzip", "BadDigest" },
            { "a gzip bomb", Gzip(new byte[2_000_000]), "gzip", "InvalidRequest" },
            { "an encoding of its own", Content, "br", "InvalidArgument" },
            { "gzip twice", Gzip(gzip), "gzip, gzip", "InvalidArgument" },
        };
    }

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task Content_that_does_not_fit_its_name_is_refused_and_nothing_stored(string what, byte[] body, string? encoding, string code)
    {
        Assert.NotEmpty(what);
        using var put = await PutAsync(KeyOf(Content), body, encoding);
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(_server.Files());
    }

    [Theory]
    [InlineData("objs/alice/readme.txt")]
    [InlineData("objs/")]
    [InlineData("objs/alice/E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    public async Task A_name_under_objs_must_be_a_hash(string key)
    {
        using var put = await PutAsync(key, [], null);
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Empty(_server.Files());
    }

    private static string KeyOf(byte[] content) => "objs/alice/" + Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task<HttpResponseMessage> PutAsync(string key, byte[] body, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, _server.Presign(key, HttpVerb.PUT)) { Content = new ByteArrayContent(body) };
        if (encoding is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return await _server.Http.SendAsync(request);
    }

    private static byte[] Gzip(byte[] content)
    {
        // Without any content .NET writes nothing at all, not even an empty member.
        if (content.Length == 0)
        {
            return Convert.FromHexString("1f8b080000000000000303000000000000000000");
        }

        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }
}
