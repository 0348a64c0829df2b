using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Flows;

/// <summary>Requests that cannot be read, and calls that do not exist: always a JSON object with a message.</summary>
public sealed class RequestRefusalTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    private const string Empty = """{"type":"ROOT","children":{}}""";
    private readonly string _name = FlowRegistry.NewName("package");

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("""{"description":"","sizes":{}}""", "\"contents\" is missing")]
    [InlineData("""{"contents":ROOT,"sizes":{}}""", "\"description\" is missing")]
    [InlineData("""{"contents":ROOT,"description":""}""", "\"sizes\" is missing")]
    [InlineData("""{"contents":ROOT,"description":"","sizes":{},"colour":"red"}""", "unknown key \"colour\"")]
    [InlineData("""{"contents":ROOT,"description":"","sizes":{},"dry_run":"yes"}""", "dry_run")]
    [InlineData("""{"contents":ROOT,"description":null,"sizes":{}}""", "description")]
    [InlineData("""{"contents":{"type":"LINK"},"description":"","sizes":{}}""", "type")]
    [InlineData("""{"contents":{"type":"ROOT","children":{},"color":1},"description":"","sizes":{}}""", "unknown key \"color\"")]
    [InlineData("""{"contents":{"type":"ROOT","children":{"f":{"type":"FILE","hashes":["xyz"],"metadata":{}}}},"description":"","sizes":{}}""", "children/f/hashes")]
    public async Task A_body_that_is_no_push_says_where(string body, string expected)
    {
        var message = await PushAsync(Encoding.UTF8.GetBytes(body.Replace("ROOT,", Empty + ",", StringComparison.Ordinal)), "gzip", zip: true).MessageAsync(HttpStatusCode.BadRequest);

        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", "does not decompress")]
    [InlineData("br", "'br'")]
    [InlineData("deflate", "'deflate'")]
    [InlineData("gzip, gzip", "'gzip, gzip'")]
    public async Task A_body_in_a_wrong_encoding_is_refused(string encoding, string expected) =>
        Assert.Contains(expected, await PushAsync("{\"plain\":\"text\"}"u8.ToArray(), encoding).MessageAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);

    [Fact]
    public async Task A_gziped_body_that_ends_early_is_refused()
    {
        var whole = PythonClient.Gzip(Encoding.UTF8.GetBytes(new string(' ', 100_000)));

        await PushAsync(whole[..^20], "gzip").MessageAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_beyond_100_MiB_is_refused_before_it_is_sent()
    {
        var answer = await RawHttp.SendAsync(registry.Server.Registry, $"""
            PUT /api/package/{registry.User.Name}/{_name}/{new string('0', 64)} HTTP/1.1
            Host: {registry.Server.Registry.Authority}
            Authorization: Bearer {registry.User.Token}
            Content-Type: application/json
            Content-Length: 104857601
            Connection: close

            """);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        var body = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
        Assert.Contains("100 MiB", JsonElement.Parse(body).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/nothing/here", 404)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("POST", "/", 404)]
    [InlineData("GET", "/api/package/a/b/c/d", 404)]
    [InlineData("POST", "/api/search/", 405)]
    [InlineData("DELETE", "/api/tag/a/b/", 405)]
    [InlineData("PUT", "/healthcheck", 405)]
    [InlineData("PATCH", "/api/package/a/b/", 405)]
    [InlineData("POST", "/api/payments/update_plan", 404)]
    public async Task What_does_not_exist_says_so_in_json(string method, string path, int status) =>
        Assert.NotEmpty(await registry.User.SendAsync(HttpMethod.Parse(method), path).MessageAsync((HttpStatusCode)status));

    [Theory]
    [InlineData("/api/login")]
    [InlineData("/api/register")]
    public async Task A_body_that_is_not_json_is_415(string path)
    {
        using var text = new StringContent("username=admin", Encoding.UTF8, "text/plain");

        Assert.NotEmpty(await registry.Anonymous.SendAsync(HttpMethod.Post, path, text).MessageAsync(HttpStatusCode.UnsupportedMediaType));
    }

    private Task<HttpResponseMessage> PushAsync(byte[] body, string encoding, bool zip = false)
    {
        var content = new ByteArrayContent(zip ? PythonClient.Gzip(body) : body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return registry.User.SendAsync(HttpMethod.Put, $"/api/package/{registry.User.Name}/{_name}/{new string('0', 64)}", content);
    }
}
