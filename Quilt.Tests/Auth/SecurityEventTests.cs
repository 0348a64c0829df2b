using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quilt.Auth.Database;
using Quilt.Auth.Events;

namespace Quilt.Tests.Auth;

public sealed class SecurityEventTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task A_life_of_an_account_is_told_in_order()
    {
        var admin = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        var token = await Host.RegisterAsync("lively");
        var (access, refresh) = await Host.LogInCommandLineAsync(token);
        await Host.PostFormAsync("/api/token", ("refresh_token", refresh));
        await Host.PostAsync("/api/logout", access);
        token = (await Host.PostAsync("/api/refresh", token))["token"];
        await Host.PostAsync("/api/logout", token);
        await Host.PostJsonAsync("/api/login", new { username = "lively", password = "wrong" });
        foreach (var act in (string[])["disable", "disable", "enable", "reset_password", "delete"])
        {
            await Host.PostJsonAsync("/api/users/" + act, new { username = "lively" }, admin);
        }

        Assert.Equal(
            [
                "REGISTERED", "LOGIN", "TOKEN_CREATED", // registered and logged in
                "TOKEN_CREATED", "TOKEN_CREATED", "TOKEN_CREATED", // a code, its tokens, their successors
                "LOGOUT", // the command line
                "TOKEN_REVOKED", "TOKEN_CREATED", "LOGOUT", // refreshed and logged out
                "LOGIN_FAILED",
                "USER_DISABLED", "USER_ENABLED", "USER_PASSWORD_RESET", "USER_DELETED",
            ],
            await Host.EventTypesAsync("lively"));
        var deleted = (await Host.EventsAsync("lively"))[0];
        Assert.Equal(["created", "user", "type", "address", "agent", "details"], deleted.EnumerateObject().Select(field => field.Name));
        Assert.Equal("admin", deleted.GetProperty("details").GetProperty("by").GetString());
        Assert.InRange(deleted.GetProperty("created").GetDouble(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
    }

    [Fact]
    public async Task A_browser_that_signs_in_changes_the_password_and_signs_out_is_told()
    {
        await Host.RegisterAsync("surfer");
        using var browser = new Browser(Host);
        await browser.SignInAsync("surfer", "correct horse");
        await browser.GetAsync("/account/password");
        await browser.SubmitAsync(("current", "wrong"), ("password", "battery staple"), ("repeated", "battery staple"));
        await browser.SubmitAsync(("current", "correct horse"), ("password", "battery staple"), ("repeated", "battery staple"));
        await browser.GetAsync("/signout");
        await browser.SubmitAsync();

        Assert.Equal(["REGISTERED", "LOGIN", "TOKEN_CREATED", "LOGIN", "LOGIN_FAILED", "PASSWORD_CHANGED", "LOGOUT"], await Host.EventTypesAsync("surfer"));
    }

    [Fact]
    public async Task A_refresh_token_that_is_used_again_is_told()
    {
        await using var host = await AuthHost.StartAsync();
        var (_, refresh) = await host.LogInCommandLineAsync(await host.RegisterAsync("robbed"));
        await host.PostFormAsync("/api/token", ("refresh_token", refresh));
        host.Time.Advance(TimeSpan.FromMinutes(1));

        await host.PostFormAsync("/api/token", ("refresh_token", refresh));

        var newest = (await host.EventsAsync("robbed"))[0];
        Assert.Equal("TOKEN_REVOKED", newest.GetProperty("type").GetString());
        Assert.Contains("used again", newest.GetProperty("details").GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_came_from_is_told_as_the_registry_passes_it_on()
    {
        await Host.RegisterAsync("traveller");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/login")
        {
            Content = new StringContent("""{"username":"traveller","password":"correct horse"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Forwarded-For", "198.51.100.7");
        request.Headers.TryAddWithoutValidation("User-Agent", new string('q', Origin.AgentLength) + " and more");
        using var answer = await Host.Http.SendAsync(request);

        var login = (await Host.EventsAsync("traveller")).First(entry => entry.GetProperty("type").GetString() == "LOGIN");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("198.51.100.7", login.GetProperty("address").GetString());
        Assert.Equal(new string('q', Origin.AgentLength), login.GetProperty("agent").GetString());
    }

    [Fact]
    public void A_cut_agent_holds_no_half_of_a_character_and_nothing_that_a_terminal_obeys()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.UserAgent = "\u001b[2J" + new string('q', Origin.AgentLength - 5) + "\U0001F600";

        Assert.Equal(" [2J" + new string('q', Origin.AgentLength - 5), Origin.Of(context).Agent);
    }

    [Theory]
    [InlineData("nobody_at_all", "nobody_at_all")]
    [InlineData("My Secret Passw0rd!", "")]
    public async Task A_failed_sign_in_is_told_under_what_was_typed_only_if_that_is_a_name(string typed, string user)
    {
        await using var host = await AuthHost.StartAsync();

        await host.PostJsonAsync("/api/login", new { username = typed, password = "wrong" });

        var failed = Assert.Single((await host.GetAsync("/internal/events", await host.ServiceTokenAsync())).Json.GetProperty("events").EnumerateArray(), IsFailure);
        Assert.Equal(user, failed.GetProperty("user").GetString());
        Assert.DoesNotContain("Passw0rd", failed.GetRawText(), StringComparison.Ordinal);

        static bool IsFailure(JsonElement entry) => entry.GetProperty("type").GetString() == "LOGIN_FAILED";
    }

    [Fact]
    public async Task Failed_sign_ins_beyond_the_limit_are_not_recorded()
    {
        await using var host = await AuthHost.StartAsync();
        for (var attempt = 0; attempt < 15; attempt++)
        {
            await host.PostJsonAsync("/api/login", new { username = "target", password = "wrong" });
        }

        Assert.Equal(10, (await host.EventsAsync("target")).Count);
    }

    [Fact]
    public async Task An_act_that_fails_leaves_no_event()
    {
        await Host.RegisterAsync("taken");

        await Host.PostJsonAsync("/api/register", new { username = "taken", password = "correct horse", email = "other@example.com" });
        await Host.PostJsonAsync("/api/register", new { username = "unlucky", password = "correct horse", email = "taken@example.com" });

        Assert.Single(await Host.EventTypesAsync("taken"), type => type == "REGISTERED");
        Assert.Empty(await Host.EventsAsync("unlucky"));
    }

    [Fact]
    public async Task The_newest_come_first_and_no_more_than_wanted()
    {
        await Host.RegisterAsync("counted");
        var service = await Host.ServiceTokenAsync();

        var two = (await Host.GetAsync("/internal/events?user=counted&limit=2", service)).Json.GetProperty("events");
        var all = (await Host.GetAsync("/internal/events?limit=10000", service)).Json.GetProperty("events");

        Assert.Equal(["TOKEN_CREATED", "LOGIN"], two.EnumerateArray().Select(entry => entry.GetProperty("type").GetString()));
        Assert.Contains(all.EnumerateArray(), entry => entry.GetProperty("user").GetString() == "admin");
        Assert.Contains(all.EnumerateArray(), entry => entry.GetProperty("user").GetString() == "counted");
        Assert.DoesNotContain(all.EnumerateArray(), entry => entry.GetProperty("user").GetString() == "registry");
    }

    [Theory]
    [InlineData("limit=0", 400)]
    [InlineData("limit=-1", 400)]
    [InlineData("limit=10001", 400)]
    [InlineData("limit=x", 400)]
    [InlineData("limit=", 400)]
    [InlineData("user=nobody", 200)]
    [InlineData("user=a%00b", 400)]
    [InlineData("user=", 200)]
    public async Task A_malformed_question_is_refused(string query, int status) =>
        Assert.Equal(status, (int)(await Host.GetAsync("/internal/events?" + query, await Host.ServiceTokenAsync())).Status);

    [Fact]
    public async Task Old_events_are_forgotten()
    {
        await using var host = await AuthHost.StartAsync(settings: ("Quilt:Events:KeepDays", "30"));
        await host.RegisterAsync("aging");
        host.Time.Advance(TimeSpan.FromDays(29));
        await host.LogInAsync("aging", "correct horse");
        host.Time.Advance(TimeSpan.FromDays(2));

        await host.App.Services.GetServices<IHostedService>().OfType<Pruning>().Single().PruneAsync(CancellationToken.None);

        Assert.Equal(["LOGIN", "TOKEN_CREATED"], await host.EventTypesAsync("aging"));
    }

    [Fact]
    public async Task The_events_of_one_account_are_read_from_an_index()
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(Host.Database);
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SET enable_seqscan = off;
            EXPLAIN SELECT created_at FROM security_events WHERE user_name = 'admin' ORDER BY id DESC LIMIT 1000
            """;
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        Assert.Contains(plan, line => line.Contains("Index Scan using ix_security_events_user_name_id", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Sort", StringComparison.Ordinal));
    }
}
