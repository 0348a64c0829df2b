using System.Net;
using Quilt.Auth.Codes;

namespace Quilt.Tests.Auth;

public sealed class LegacyTokenTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task A_code_is_good_once()
    {
        var code = await CodeAsync();

        var first = await Host.PostFormAsync("/api/token", ("refresh_token", code));
        var second = await Host.PostFormAsync("/api/token", ("refresh_token", code));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(["refresh_token", "access_token", "expires_at"], first.Json.EnumerateObject().Select(field => field.Name));
        Assert.InRange(
            first.Json.GetProperty("expires_at").GetInt64() - DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            TimeSpan.FromHours(23).TotalSeconds,
            TimeSpan.FromHours(25).TotalSeconds);
        Assert.Equal(HttpStatusCode.OK, (await Host.GetAsync("/api/me", first["access_token"])).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, second.Status);
        Assert.Contains("quilt login", second.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_racing_calls_with_one_code_exactly_one_wins()
    {
        var code = await CodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Host.PostFormAsync("/api/token", ("refresh_token", code))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(11, answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_code_pasted_with_blanks_around_works()
    {
        Assert.Equal(HttpStatusCode.OK, (await Host.PostFormAsync("/api/token", ("refresh_token", $" {await CodeAsync()}\r\n"))).Status);
    }

    [Fact]
    public async Task A_code_ends_after_ten_minutes()
    {
        await using var host = await AuthHost.StartAsync();
        var token = await host.LogInAsync("admin", AuthHost.AdminPassword);
        var late = (await host.GetAsync("/api/code", token))["code"];
        host.Time.Advance(OneTimeCodes.Lifetime - TimeSpan.FromSeconds(30));
        var inTime = (await host.GetAsync("/api/code", token))["code"];
        host.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostFormAsync("/api/token", ("refresh_token", late))).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PostFormAsync("/api/token", ("refresh_token", inTime))).Status);
    }

    [Theory]
    [InlineData("nonsense", 401)]
    [InlineData("qltc_nonsense", 401)]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", 401)]
    [InlineData("", 400)]
    [InlineData(" ", 400)]
    public async Task A_wrong_credential_is_refused_in_json(string credential, int status)
    {
        var answer = await Host.PostFormAsync("/api/token", ("refresh_token", credential));

        Assert.Equal(status, (int)answer.Status);
        Assert.NotEmpty(answer.Message);
    }

    [Fact]
    public async Task A_missing_field_is_400_and_another_method_405()
    {
        var other = await Host.PostFormAsync("/api/token", ("token", "x"));
        var none = await Host.PostAsync("/api/token/");
        var json = await Host.PostJsonAsync("/api/token", new { refresh_token = "x" });
        var get = await Host.GetAsync("/api/token");

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.MethodNotAllowed],
            new[] { other, none, json, get }.Select(answer => answer.Status));
        Assert.All([other, none, json, get], answer => Assert.Contains("refresh_token", answer.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_access_token_is_no_refresh_token()
    {
        var (access, _) = await Host.LogInCommandLineAsync(await Host.LogInAsync("admin", AuthHost.AdminPassword));

        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", access))).Status);
    }

    [Fact]
    public async Task Parallel_refreshes_with_one_token_all_work_within_the_leeway()
    {
        await using var host = await AuthHost.StartAsync();
        var (_, refresh) = await host.LogInCommandLineAsync(await host.LogInAsync("admin", AuthHost.AdminPassword));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.PostFormAsync("/api/token", ("refresh_token", refresh))));
        host.Time.Advance(TimeSpan.FromSeconds(20));
        var late = await host.PostFormAsync("/api/token", ("refresh_token", refresh));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(HttpStatusCode.OK, late.Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/me", late["access_token"])).Status);
    }

    [Fact]
    public async Task A_refresh_token_used_again_after_the_leeway_ends_its_whole_family()
    {
        await using var host = await AuthHost.StartAsync();
        var login = await host.LogInAsync("admin", AuthHost.AdminPassword);
        var (access, first) = await host.LogInCommandLineAsync(login);
        var renewed = await host.PostFormAsync("/api/token", ("refresh_token", first));
        var (otherAccess, _) = await host.LogInCommandLineAsync(login);
        host.Time.Advance(TimeSpan.FromSeconds(31));

        var stolen = await host.PostFormAsync("/api/token", ("refresh_token", first));

        Assert.Equal(HttpStatusCode.Unauthorized, stolen.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostFormAsync("/api/token", ("refresh_token", renewed["refresh_token"]))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/api/me", access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/api/me", renewed["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/me", otherAccess)).Status);
        var feed = await host.GetAsync("/internal/revocations?after=0&wait=0", await host.ServiceTokenAsync());
        Assert.Equal("session", feed.Json.GetProperty("revocations").EnumerateArray().Single().GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Access_tokens_end_after_a_day_and_refresh_tokens_roll_on()
    {
        await using var host = await AuthHost.StartAsync();
        var (access, refresh) = await host.LogInCommandLineAsync(await host.LogInAsync("admin", AuthHost.AdminPassword));
        host.Time.Advance(TimeSpan.FromHours(23));
        var before = await host.GetAsync("/api/me", access);
        host.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(HttpStatusCode.OK, before.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/api/me", access)).Status);
        for (var month = 0; month < 4; month++)
        {
            host.Time.Advance(TimeSpan.FromDays(60));
            await host.Get<Quilt.Auth.Keys.KeyRing>().LoadAsync(CancellationToken.None);
            var renewed = await host.PostFormAsync("/api/token", ("refresh_token", refresh));
            Assert.Equal(HttpStatusCode.OK, renewed.Status);
            refresh = renewed["refresh_token"];
        }

        host.Time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
    }

    private async Task<string> CodeAsync() => (await Host.GetAsync("/api/code", await Host.LogInAsync("admin", AuthHost.AdminPassword)))["code"];
}
