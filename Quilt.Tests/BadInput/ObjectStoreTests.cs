using Quilt.Tests.Flows;

namespace Quilt.Tests.BadInput;

/// <summary>The object store at its own address: what is not signed is refused as such, and nothing is the server's failure.</summary>
public sealed class ObjectStoreTests(HostileCaller caller) : IClassFixture<HostileCaller>
{
    private static readonly string[] Targets =
    [
        "/", "/quilt", "/quilt/", "/quilt/objs", "/quilt/objs/admin/x", "/quilt/../quilt", "/quilt/%2e%2e/%2e%2e/etc/passwd", "/quilt/objs/%2F%2F", "/quilt/%ED%A0%80", "/quilt/%C3%28",
        "/other/key", "/%2e%2e", "/quilt//objs", "/quilt/objs/admin/" + new string('a', 3000), "/quilt/%F0%9F%98%80", "/quilt/a%0Ab", "/quilt/CON", "/quilt/.", "/quilt/..",
    ];

    private static readonly string[] Queries =
    [
        "", "?list-type=2", "?list-type=2&max-keys=-1", "?list-type=2&max-keys=9223372036854775808", "?list-type=2&continuation-token=%00", "?list-type=2&start-after=%ED%A0%80", "?uploads", "?uploadId=x&partNumber=-1",
        "?missing", "?X-Amz-Algorithm=AWS4-HMAC-SHA256", "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=x&X-Amz-Date=x&X-Amz-Expires=-1&X-Amz-SignedHeaders=host&X-Amz-Signature=x",
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=1e400&X-Amz-SignedHeaders=host&X-Amz-Signature=" + "%00",
    ];

    private static readonly string[] Credentials =
    [
        "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=" + "zz", "AWS a:b", ",,,,", new('=', 4000),
    ];

    public static TheoryData<string> Methods => ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE"];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task No_request_without_a_good_signature_gets_anything_or_breaks_anything(string method)
    {
        foreach (var target in Targets)
        {
            foreach (var query in Queries)
            {
                Assert.Equal((target + query, true), (target + query, IsRefusal(await StatusAsync(method, target + query, null), method)));
            }
        }

        foreach (var credentials in Credentials)
        {
            Assert.Equal((credentials, true), (credentials, IsRefusal(await StatusAsync(method, "/quilt/objs/admin/x", credentials), method)));
        }

        await caller.GoesOnAsync();
    }

    /// <summary>A preflight asks for nothing and needs no signature.</summary>
    private static bool IsRefusal(int status, string method) => status is >= 400 and < 500 || (method == "OPTIONS" && status is 200 or 204);

    private async Task<int> StatusAsync(string method, string address, string? credentials)
    {
        using var request = HostileCaller.Request(caller.Server.Objects, method, address);
        if (credentials is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", credentials);
        }

        if (method is "PUT" or "POST")
        {
            request.Content = new ByteArrayContent(PythonClient.Gzip("x"u8.ToArray()));
        }

        using var answer = await caller.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
