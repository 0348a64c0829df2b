using System.Net;
using System.Text.Json;
using Quilt.Auth.Revocations;

namespace Quilt.Tests.Auth;

public sealed class RevocationTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task Logging_out_ends_the_token()
    {
        var token = await Host.RegisterAsync("leaver");

        var answer = await Host.PostAsync("/api/logout", token);
        var again = await Host.PostAsync("/api/logout", token);

        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.Status, answer.Body));
        Assert.Equal((HttpStatusCode.Unauthorized, "Token invalid."), (again.Status, again.Message));
    }

    [Fact]
    public async Task Logging_out_a_command_line_ends_its_refresh_token_too()
    {
        var (access, refresh) = await Host.LogInCommandLineAsync(await Host.RegisterAsync("leaver2"));

        await Host.PostAsync("/api/logout", access);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
    }

    [Fact]
    public async Task Refreshing_gives_a_new_token_and_ends_the_old()
    {
        var old = await Host.RegisterAsync("renewer");

        var answer = await Host.PostAsync("/api/refresh", old);

        Assert.Equal(HttpStatusCode.OK, (await Host.GetAsync("/api/me", answer["token"])).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", old)).Status);
    }

    [Fact]
    public async Task Of_racing_refreshes_of_one_token_exactly_one_wins()
    {
        var old = await Host.RegisterAsync("racer");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Host.PostAsync("/api/refresh", old)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Disabling_ends_everything_and_enabling_starts_afresh()
    {
        var admin = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        var token = await Host.RegisterAsync("suspect");
        var (access, refresh) = await Host.LogInCommandLineAsync(token);
        var code = (await Host.GetAsync("/api/code", token))["code"];

        await Host.PostJsonAsync("/api/users/disable", new { username = "suspect" }, admin);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", code))).Status);
        var refused = await Host.PostJsonAsync("/api/login", new { username = "suspect", password = "correct horse" });
        Assert.Equal((HttpStatusCode.Unauthorized, "The user name or the password is wrong."), (refused.Status, refused.Message));

        await Host.PostJsonAsync("/api/users/enable", new { username = "suspect" }, admin);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Host.GetAsync("/api/me", await Host.LogInAsync("suspect", "correct horse"))).Status);
    }

    [Fact]
    public async Task A_follower_hears_of_a_revocation_at_another_replica()
    {
        await using var first = await AuthHost.StartAsync();
        await using var second = await AuthHost.StartAsync(first.Database);
        var token = await first.LogInAsync("admin", AuthHost.AdminPassword);
        var follower = await second.ServiceTokenAsync();
        var poll = second.GetAsync("/internal/revocations?after=0&wait=50&subscriber=test", follower);

        await first.PostAsync("/api/logout", token);
        var page = await poll;

        var revocation = Assert.Single(page.Json.GetProperty("revocations").EnumerateArray());
        Assert.Equal("token", revocation.GetProperty("kind").GetString());
        Assert.Equal(TokenId(token), revocation.GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, revocation.GetProperty("generation").ValueKind);
        Assert.Equal(page.Json.GetProperty("last").GetInt64(), revocation.GetProperty("seq").GetInt64());
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync("/api/me", token)).Status);
    }

    [Fact]
    public async Task An_act_waits_until_the_follower_asks_for_what_comes_next()
    {
        var subscribers = new Subscribers(TimeProvider.System);
        subscribers.Arrive("follower", 4);
        var waiting = subscribers.WaitForAsync(5, TimeSpan.FromMinutes(5), CancellationToken.None);
        subscribers.Leave("follower");
        var waitedWhileAway = !waiting.IsCompleted;

        subscribers.Arrive("follower", 5);

        Assert.True(waitedWhileAway);
        await waiting;
    }

    [Fact]
    public async Task An_act_does_not_wait_for_ever()
    {
        var subscribers = new Subscribers(TimeProvider.System);
        subscribers.Arrive("stuck", 4);

        await subscribers.WaitForAsync(5, TimeSpan.FromMilliseconds(1), CancellationToken.None);
    }

    [Fact]
    public async Task The_feed_numbers_in_commit_order_and_tells_generation_and_standing()
    {
        await using var host = await AuthHost.StartAsync();
        var admin = await host.LogInAsync("admin", AuthHost.AdminPassword);
        var tokens = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.LogInAsync("admin", AuthHost.AdminPassword)));
        await host.RegisterAsync("suspect");
        await Task.WhenAll(tokens.Select(token => host.PostAsync("/api/logout", token)));
        await host.PostJsonAsync("/api/users/disable", new { username = "suspect" }, admin);
        await host.PostJsonAsync("/api/users/enable", new { username = "suspect" }, admin);

        var follower = await host.ServiceTokenAsync();
        var all = (await host.GetAsync("/internal/revocations?after=0", follower)).Json;
        var rest = (await host.GetAsync("/internal/revocations?after=6", follower)).Json.GetProperty("revocations");
        var lost = (await host.GetAsync("/internal/revocations?after=999", follower)).Json;

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], all.GetProperty("revocations").EnumerateArray().Select(entry => entry.GetProperty("seq").GetInt32()));
        var enabled = Assert.Single(rest.EnumerateArray());
        Assert.Equal(("user", 2, false), (enabled.GetProperty("kind").GetString(), enabled.GetProperty("generation").GetInt32(), enabled.GetProperty("disabled").GetBoolean()));
        Assert.True(all.GetProperty("revocations")[5].GetProperty("disabled").GetBoolean());
        Assert.Equal(7, lost.GetProperty("last").GetInt64());
    }

    [Fact]
    public async Task A_revocation_is_forgotten_when_its_tokens_have_ended()
    {
        await using var host = await AuthHost.StartAsync();
        await host.PostAsync("/api/logout", await host.LogInAsync("admin", AuthHost.AdminPassword));
        host.Time.Advance(TimeSpan.FromHours(25));

        var feed = await host.GetAsync("/internal/revocations?after=0", await host.ServiceTokenAsync());

        Assert.Empty(feed.Json.GetProperty("revocations").EnumerateArray());
    }

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("after=0&wait=61")]
    [InlineData("after=0&wait=-1")]
    [InlineData("after=99999999999999999999")]
    public async Task A_malformed_poll_is_refused(string query)
    {
        var answer = await Host.GetAsync("/internal/revocations?" + query, await Host.ServiceTokenAsync());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("'after'", answer.Message, StringComparison.Ordinal);
    }

    internal static string TokenId(string token)
    {
        var payload = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        using var claims = JsonDocument.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')));
        return claims.RootElement.GetProperty("oi_tkn_id").GetString()!;
    }
}
