using System.Net;
using System.Text.RegularExpressions;
using Quilt.Auth.Sessions;

namespace Quilt.Tests.Auth.Sessions;

public sealed partial class SessionTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task The_page_lists_browsers_and_command_lines_and_says_which_is_this()
    {
        await Host.LogInCommandLineAsync(await Host.RegisterAsync("lister"));
        using var elsewhere = new Browser(Host);
        await elsewhere.SignInAsync("lister", "correct horse");
        using var here = new Browser(Host);
        await here.SignInAsync("lister", "correct horse");

        await here.GetAsync("/account/sessions");

        Assert.Equal(3, Buttons(here).Count);
        Assert.Single(BadgePattern().Matches(here.Html));
        Assert.Contains("Quilt command line", here.Html, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", here.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_browser_and_a_revoked_command_line_are_out_and_this_one_goes_on()
    {
        var (access, refresh) = await Host.LogInCommandLineAsync(await Host.RegisterAsync("revoker"));
        using var elsewhere = new Browser(Host);
        await elsewhere.SignInAsync("revoker", "correct horse");
        using var here = new Browser(Host);
        await here.SignInAsync("revoker", "correct horse");
        await here.GetAsync("/account/sessions");
        var here2 = BadgePattern().Match(here.Html).Index;
        var own = Buttons(here).First(button => button.Index > here2).Groups[1].Value;

        foreach (var session in Buttons(here).Select(button => button.Groups[1].Value).Where(session => session != own))
        {
            Assert.Equal("/account/sessions", (await here.SubmitFormAsync("revoke", ("session", session))).Location);
            await here.GetAsync("/account/sessions");
        }

        Assert.Equal(own, Assert.Single(Buttons(here)).Groups[1].Value);
        Assert.StartsWith("/signin", (await elsewhere.GetAsync("/account")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
        Assert.Equal(2, (await Host.EventTypesAsync("revoker")).Count(type => type == "SESSION_REVOKED"));
    }

    [Fact]
    public async Task Nobody_ends_a_session_of_somebody_else()
    {
        await Host.RegisterAsync("victim_of_ids");
        using var victim = new Browser(Host);
        await victim.SignInAsync("victim_of_ids", "correct horse");
        var session = Buttons(await victim.GetAsync("/account/sessions")).Single().Groups[1].Value;
        await Host.RegisterAsync("meddler");
        using var meddler = new Browser(Host);
        await meddler.SignInAsync("meddler", "correct horse");
        await meddler.GetAsync("/account/sessions");

        await meddler.SubmitFormAsync("revoke", ("session", session));

        Assert.Equal((HttpStatusCode.BadRequest, "That session had ended before."), (meddler.Status, meddler.Problem));
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("/account/sessions")).Status);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_browsers_command_lines_and_tokens()
    {
        var token = await Host.RegisterAsync("leaver");
        var (access, refresh) = await Host.LogInCommandLineAsync(token);
        using var here = new Browser(Host);
        await here.SignInAsync("leaver", "correct horse");
        await here.GetAsync("/account/sessions");

        await here.SubmitFormAsync("everywhere");

        Assert.Equal("/signin", here.Location);
        Assert.StartsWith("/signin", (await here.GetAsync("/account")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
    }

    [Fact]
    public async Task When_a_browser_was_last_seen_is_kept_to_the_minute()
    {
        await using var host = await AuthHost.StartAsync();
        await host.RegisterAsync("seen");
        using var browser = new Browser(host);
        await browser.SignInAsync("seen", "correct horse");
        host.Time.Advance(TimeSpan.FromSeconds(3_661));
        await browser.GetAsync("/account");
        var seen = host.Time.GetUtcNow();

        await browser.GetAsync("/account/sessions");

        var shown = LastSeenPattern().Matches(browser.Html).Last().Groups[1].Value;
        Assert.InRange(DateTimeOffset.Parse(shown, System.Globalization.CultureInfo.InvariantCulture), seen.AddMinutes(-1.1), seen.AddMinutes(1));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari on macOS")]
    [InlineData("quilt-cli/2.9.15 (Linux 6.1) CPython/3.11.2", "Quilt command line on Linux")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("<script>", "Unknown program")]
    [InlineData("", "Unknown program")]
    public void An_agent_is_told_in_words(string agent, string told) => Assert.Equal(told, Device.Of(agent));

    private static List<Match> Buttons(Browser browser) => [.. ButtonPattern().Matches(browser.Html).Cast<Match>()];

    [GeneratedRegex("name=\"session\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex ButtonPattern();

    [GeneratedRegex("This browser")]
    private static partial Regex BadgePattern();

    [GeneratedRegex("last seen <time datetime=\"([^\"]+)\"")]
    private static partial Regex LastSeenPattern();
}
