using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Quilt.Tests.Flows;
using Quilt.Tests.OpenApi;

namespace Quilt.Tests.BadInput;

/// <summary>Calls that do not exist, and addresses written in another way: always a JSON object with a message.</summary>
public sealed class ErrorTests(HostileCaller caller) : IClassFixture<HostileCaller>
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"];

    public static TheoryData<string> Paths => [.. RegistryContract.Operations.Select(operation => operation.Path).Distinct()];

    public static TheoryData<string> Operations => [.. RegistryContract.Operations.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_method_that_a_path_does_not_have_is_refused_and_those_it_has_are_named(string path)
    {
        var mapped = RegistryContract.Operations.Where(operation => operation.Path == path).ToList();
        foreach (var method in Methods.Except(mapped.Select(operation => operation.Method)))
        {
            using var answer = await caller.SendAsync(method, HostileCaller.AddressOf(mapped[0]), new ByteArrayContent([]), encoding: null, contentType: null);

            Assert.Equal((method, HttpStatusCode.MethodNotAllowed), (method, answer.StatusCode));
            Assert.Equal(mapped.Select(operation => operation.Method).Order(), answer.Content.Headers.Allow.Order());
            Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
            if (method != "HEAD")
            {
                Assert.Null(await HostileCaller.FindProblemAsync(answer, 405));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_slash_at_the_end_makes_no_difference(string name)
    {
        var operation = RegistryContract.Operations.Single(operation => operation.Name == name);
        var address = HostileCaller.AddressOf(operation);

        Assert.Equal(await AnswerAsync(operation, address), await AnswerAsync(operation, address + "/"));
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("POST", "/")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/nothing/here")]
    [InlineData("HEAD", "/api/nothing/here")]
    [InlineData("OPTIONS", "/api/nothing/here")]
    [InlineData("GET", "//api//me")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/api/package/a/b/c/d")]
    [InlineData("GET", "/openapi/v2.json")]
    [InlineData("GET", "/internal/revocations")]
    [InlineData("GET", "/connect/token")]
    public async Task What_does_not_exist_says_so(string method, string address)
    {
        using var answer = await caller.SendAsync(method, address, new ByteArrayContent([]), encoding: null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        if (method != "HEAD")
        {
            Assert.Null(await HostileCaller.FindProblemAsync(answer, 404));
        }
    }

    [Fact]
    public async Task A_body_beyond_100_MiB_is_refused_before_it_is_sent()
    {
        var answer = await RawHttp.SendAsync(caller.Server.Registry, $"""
            PUT /api/package/admin/large/{new string('0', 64)} HTTP/1.1
            Host: {caller.Server.Registry.Authority}
            Authorization: Bearer {caller.Token}
            Content-Type: application/json
            Content-Length: 104857601
            Connection: close

            """);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        var body = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
        Assert.Contains("100 MiB", JsonElement.Parse(body).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The server itself refuses these, before any of our code runs; it has no body for them, and hangs up.</summary>
    [Theory]
    [InlineData("GET / HTTP/9.9\r\nHost: x\r\n", 505)]
    [InlineData("NONSENSE\r\n", 400)]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: x\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n", 400)]
    [InlineData("POST /api/log HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n", 400)]
    public async Task What_is_no_http_is_refused(string head, int status) =>
        Assert.StartsWith($"HTTP/1.1 {status} ", await RawHttp.SendAsync(caller.Server.Registry, head), StringComparison.Ordinal);

    [Fact]
    public async Task A_slash_at_the_end_of_a_node_is_no_part_of_its_path()
    {
        var operation = RegistryContract.Operations.Single(operation => operation.Path.StartsWith("/api/package_update/", StringComparison.Ordinal));
        var body = HostileCaller.Utf8(operation.Example!.Value.GetRawText());
        var address = HostileCaller.AddressOf(operation, ("path", "a/b"));

        Assert.Null(await HostileCaller.FindProblemAsync(await caller.SendAsync(operation, address, body), 200));
        Assert.Null(await HostileCaller.FindProblemAsync(await caller.SendAsync(operation, address + "/", body), 200));
        Assert.Null(await HostileCaller.FindProblemAsync(await caller.SendAsync(operation, address + "//", body), 400));
        Assert.Null(await HostileCaller.FindProblemAsync(await caller.SendAsync(operation, HostileCaller.AddressOf(operation, ("path", "")), body), 400));
    }

    private async Task<(HttpStatusCode Status, string Body)> AnswerAsync(Operation operation, string address)
    {
        // Not allowed to do anything, it changes nothing: a caller without credentials.
        using var request = HostileCaller.Request(caller.Server.Registry, operation.Method, address);
        if (operation.HasJsonBody)
        {
            request.Content = new StringContent("[", new MediaTypeHeaderValue("application/json"));
        }

        using var answer = await caller.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
