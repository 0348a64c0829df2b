using System.Net;
using System.Text;
using Npgsql;
using Quilt.Tests.Auth;

namespace Quilt.Tests.PersonalTokens;

/// <summary>Making, listing and ending tokens, at the sign-in service.</summary>
public sealed class PersonalTokenTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task A_token_is_shown_once_listed_without_it_and_stored_as_its_hash()
    {
        var session = await Host.RegisterAsync("maker");
        var end = Host.Time.GetUtcNow().AddDays(1).ToUnixTimeSeconds();

        var made = await Host.PostJsonAsync("/api/tokens", new { name = "nightly", scopes = new[] { "read", "write" }, packages = new[] { "maker/a", "bob/b" }, expires_at = end }, session);
        var list = await Host.GetAsync("/api/tokens", session);

        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Equal("no-store", made.Headers.CacheControl!.ToString());
        var secret = made["token"];
        var listed = Assert.Single(list.Json.GetProperty("tokens").EnumerateArray());
        Assert.Equal(made["id"], listed.GetProperty("id").GetString());
        Assert.Equal("""["read","write"]""", listed.GetProperty("scopes").GetRawText());
        Assert.Equal("""["maker/a","bob/b"]""", listed.GetProperty("packages").GetRawText());
        Assert.Equal(end, listed.GetProperty("expires_at").GetDouble());
        Assert.DoesNotContain(secret, list.Body, StringComparison.Ordinal);
        Assert.Equal("maker", (await Host.GetAsync("/api/me", secret))["current_user"]);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(secret))), await StoredAsync(made["id"]));
        Assert.Equal(0L, await SqlAsync($"SELECT count(*) FROM personal_tokens t WHERE t::text LIKE '%{secret[4..20]}%'"));
        Assert.Equal("TOKEN_CREATED", (await Host.EventTypesAsync("maker"))[^1]);
    }

    [Theory]
    [InlineData("""{"name":"","scopes":["read"]}""", 400)]
    [InlineData("""{"name":"a\nb","scopes":["read"]}""", 400)]
    [InlineData("""{"scopes":["read"]}""", 400)]
    [InlineData("""{"name":"a","scopes":[]}""", 400)]
    [InlineData("""{"name":"a","scopes":["all"]}""", 400)]
    [InlineData("""{"name":"a","scopes":[null]}""", 400)]
    [InlineData("""{"name":"a","scopes":"read"}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"packages":[]}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"packages":["a"]}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"packages":["a/b/c"]}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"packages":[null]}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"owner":"No"}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"owner":"a","packages":["a/b"]}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"expires_at":1}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"expires_at":1e30}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"expires_at":"tomorrow"}""", 400)]
    [InlineData("""{"name":"a","scopes":["read"],"more":1}""", 400)]
    [InlineData("""{"name":"a","scopes":["admin"]}""", 403)]
    public async Task A_wish_that_makes_no_sense_is_refused(string body, int status)
    {
        var session = await Host.RegisterAsync("w" + Guid.NewGuid().ToString("N"));

        var answer = await Host.SendAsync(HttpMethod.Post, "/api/tokens", session, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.NotEmpty(answer.Message);
        Assert.Empty((await Host.GetAsync("/api/tokens", session)).Json.GetProperty("tokens").EnumerateArray());
    }

    [Fact]
    public async Task Only_a_sign_in_or_an_admins_token_for_all_makes_tokens_and_never_a_wider_one()
    {
        var admin = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        var end = Host.Time.GetUtcNow().AddDays(2).ToUnixTimeSeconds();
        var plain = await MakeAsync(admin, """{"name":"plain","scopes":["read","write"]}""");
        var managing = await MakeAsync(admin, $$"""{"name":"managing","scopes":["read","admin"],"expires_at":{{end}}}""");

        Assert.Equal(403, await StatusOfAsync(plain, """{"name":"a","scopes":["read"]}"""));
        Assert.Equal(403, await StatusOfAsync(managing, $$"""{"name":"a","scopes":["write"],"expires_at":{{end}}}"""));
        Assert.Equal(403, await StatusOfAsync(managing, """{"name":"a","scopes":["read"]}"""));
        Assert.Equal(403, await StatusOfAsync(managing, $$"""{"name":"a","scopes":["read"],"expires_at":{{end + 1}}}"""));
        Assert.Equal(400, await StatusOfAsync(managing, $$"""{"name":"a","scopes":["admin"],"owner":"admin","expires_at":{{end}}}"""));
        Assert.Equal(200, await StatusOfAsync(managing, $$"""{"name":"a","scopes":["read"],"owner":"admin","expires_at":{{end}}}"""));
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.GetAsync("/api/tokens", plain)).Status);
    }

    [Fact]
    public async Task A_restricted_token_opens_no_session_and_manages_no_accounts()
    {
        var admin = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        var token = await MakeAsync(admin, """{"name":"most","scopes":["read","write"]}""");
        var managing = await MakeAsync(admin, """{"name":"all","scopes":["admin"]}""");

        Assert.Equal(HttpStatusCode.Forbidden, (await Host.GetAsync("/api/code", managing)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.PostAsync("/api/refresh", managing)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", managing))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.GetAsync("/api/users/list", token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Host.GetAsync("/api/users/list", managing)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.GetAsync("/api/publishers/admin/a", managing)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.GetAsync("/internal/users", managing)).Status);
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("logout")]
    [InlineData("disable")]
    [InlineData("delete")]
    [InlineData("reset")]
    [InlineData("password")]
    public async Task A_token_ends_with(string what)
    {
        var name = "ender_" + what;
        var session = await Host.RegisterAsync(name);
        var admin = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        var made = await Host.SendAsync(HttpMethod.Post, "/api/tokens", session, new StringContent("""{"name":"a","scopes":["read"]}""", Encoding.UTF8, "application/json"));
        var token = made["token"];
        Assert.Equal(HttpStatusCode.OK, (await Host.GetAsync("/api/me", token)).Status);

        switch (what)
        {
            case "revoke":
                Assert.Equal("{}", (await Host.SendAsync(HttpMethod.Delete, "/api/tokens/" + made["id"], session)).Body);
                Assert.Equal(HttpStatusCode.NotFound, (await Host.SendAsync(HttpMethod.Delete, "/api/tokens/" + made["id"], session)).Status);
                break;
            case "logout":
                Assert.Equal("{}", (await Host.PostAsync("/api/logout", token)).Body);
                break;
            case "password":
                using (var browser = new Browser(Host))
                {
                    await browser.SignInAsync(name, "correct horse", "/account/password");
                    await browser.FollowAsync();
                    await browser.SubmitAsync(("current", "correct horse"), ("password", "battery staple"), ("repeated", "battery staple"));
                    Assert.Equal("Password changed", browser.Heading);
                }

                break;
            default:
                Assert.Equal("{}", (await Host.PostJsonAsync("/api/users/" + (what == "reset" ? "reset_password" : what), new { username = name }, admin)).Body);
                break;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        if (what == "disable")
        {
            await Host.PostJsonAsync("/api/users/enable", new { username = name }, admin);
            Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        }
    }

    [Fact]
    public async Task Nobody_ends_or_sees_anothers_token()
    {
        var (ann, bob) = (await Host.RegisterAsync("ann"), await Host.RegisterAsync("bob"));
        var made = await Host.PostJsonAsync("/api/tokens", new { name = "anns", scopes = new[] { "read" } }, ann);

        Assert.Equal(HttpStatusCode.NotFound, (await Host.SendAsync(HttpMethod.Delete, "/api/tokens/" + made["id"], bob)).Status);
        Assert.Equal("""{"tokens":[]}""", (await Host.GetAsync("/api/tokens", bob)).Body);
        Assert.Equal(HttpStatusCode.OK, (await Host.GetAsync("/api/me", made["token"])).Status);
    }

    [Fact]
    public async Task Tokens_without_an_end_can_be_forbidden()
    {
        await using var host = await AuthHost.StartAsync(settings: ("Quilt:PersonalTokens:AllowUnlimited", "false"));
        var session = await host.RegisterAsync("keeper");

        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostJsonAsync("/api/tokens", new { name = "a", scopes = new[] { "read" } }, session)).Status);
        var end = host.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        var token = (await host.PostJsonAsync("/api/tokens", new { name = "a", scopes = new[] { "read" }, expires_at = end }, session))["token"];
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/me", token)).Status);
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/api/me", token)).Status);
    }

    [Theory]
    [InlineData("Quilt:PersonalTokens:AllowUnlimited")]
    [InlineData("Quilt:TrustedPublishing:AllowPrivateIssuers")]
    public async Task A_wrong_setting_stops_the_start(string key)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AuthHost.StartAsync(settings: (key, "maybe")));
        Assert.Equal($"{key} is 'maybe'. It must be true or false.", failure.Message);
    }

    private async Task<string> MakeAsync(string bearer, string body)
    {
        var answer = await Host.SendAsync(HttpMethod.Post, "/api/tokens", bearer, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer["token"];
    }

    private async Task<int> StatusOfAsync(string bearer, string body) =>
        (int)(await Host.SendAsync(HttpMethod.Post, "/api/tokens", bearer, new StringContent(body, Encoding.UTF8, "application/json"))).Status;

    private async Task<string?> StoredAsync(string id) => (string?)await SqlAsync($"SELECT encode(hash, 'hex') FROM personal_tokens WHERE id = '{id}'");

    private async Task<object?> SqlAsync(string sql)
    {
        await using var command = Host.Get<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
