using System.Net.Http.Headers;
using Quilt.Tests.Flows;

namespace Quilt.Tests.BadInput;

/// <summary>The sign-in service at its own address, where browsers and OAuth clients come: whatever they send, it is not the server's failure.</summary>
public sealed class SignInPageTests(HostileCaller caller) : IClassFixture<HostileCaller>
{
    private static readonly string[] Pages = ["/login", "/signup", "/logout", "/code", "/", "/change_password", "/problem/404", "/assets/quilt.css", "/.well-known/openid-configuration"];

    private static readonly string[] OAuth = ["/connect/authorize", "/connect/token", "/connect/endsession", "/connect/userinfo", "/connect/revoke"];

    private static readonly string[] Odd = ["%00", "%ED%A0%80", "%C3%28", "..%2f..", "-1", "9223372036854775808", "%EF%BF%BF", "javascript:alert(1)", "//evil.example", new('a', 5000)];

    public static TheoryData<string> Addresses => [.. Pages, .. OAuth];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Odd_addresses_are_no_failure_of_the_server(string path)
    {
        foreach (var odd in Odd)
        {
            foreach (var query in (string[])[$"?next={odd}", $"?{odd}={odd}", $"?client_id={odd}&response_type={odd}&redirect_uri={odd}&scope={odd}&state={odd}&code_challenge={odd}", $"/{odd}"])
            {
                Assert.Equal((path, query, true), (path, query, await StatusAsync("GET", path + query) < 500));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Odd_forms_are_no_failure_of_the_server(string path)
    {
        foreach (var odd in Odd)
        {
            var form = $"_handler={odd}&username={odd}&password={odd}&grant_type={odd}&refresh_token={odd}&client_id={odd}&token={odd}&__RequestVerificationToken={odd}";
            Assert.Equal((path, odd, true), (path, odd, await StatusAsync("POST", path, HostileCaller.Utf8(form)) < 500));
        }

        var zipped = PythonClient.Gzip(HostileCaller.Utf8("username=x"));
        Assert.True(await StatusAsync("POST", path, zipped) < 500);
        Assert.True(await StatusAsync("POST", path, zipped, encoding: "gzip") < 500);
        Assert.True(await StatusAsync("POST", path, HostileCaller.Utf8(string.Concat(Enumerable.Repeat("a=b&", 100_000)))) < 500);
        Assert.True(await StatusAsync("POST", path, HostileCaller.Utf8("username=" + new string('a', 10 * 1024 * 1024))) < 500);
        Assert.True(await StatusAsync("POST", path, HostileCaller.Utf8("--x\r\nnonsense"), "multipart/form-data; boundary=x") < 500);
        Assert.True(await StatusAsync("POST", path, [], "multipart/form-data") < 500);
        Assert.True(await StatusAsync("POST", path, HostileCaller.Utf8("[[[["), "application/json") < 500);
    }

    private async Task<int> StatusAsync(string method, string address, byte[]? body = null, string type = "application/x-www-form-urlencoded", string? encoding = null)
    {
        using var request = HostileCaller.Request(caller.Server.Auth, method, address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
            if (encoding is not null)
            {
                request.Content.Headers.ContentEncoding.Add(encoding);
            }
        }

        using var answer = await caller.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
