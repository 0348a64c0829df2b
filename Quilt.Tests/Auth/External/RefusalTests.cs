namespace Quilt.Tests.Auth.External;

/// <summary>What does not hold ends on a page with a sentence, and signs nobody in.</summary>
public sealed class RefusalTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    private AuthHost Host => fixture.Host;

    private GitHubStandIn GitHub => fixture.GitHub;

    [Theory]
    [InlineData("no state")]
    [InlineData("a wrong state")]
    [InlineData("another browser's state")]
    [InlineData("no code and no error")]
    [InlineData("nothing at all")]
    [InlineData("a state that has expired")]
    public async Task A_callback_without_a_good_state_is_refused(string what)
    {
        await using var host = await AuthHost.StartAsync(settings: GitHub.Settings);
        GitHub.Add("stater", 8001);
        using var browser = new Browser(host);
        using var other = new Browser(host);
        await browser.LeaveAsync("github");
        await browser.GetAsync(browser.Location + "&as=stater");
        var callback = browser.Location!;
        var state = callback[(callback.IndexOf("state=", StringComparison.Ordinal) + 6)..].Split('&')[0];

        var (visitor, address) = what switch
        {
            "no state" => (browser, callback.Replace("state=" + state, "", StringComparison.Ordinal)),
            "a wrong state" => (browser, callback.Replace(state, new string('A', state.Length), StringComparison.Ordinal)),
            "another browser's state" => (other, callback),
            "no code and no error" => (browser, "/signin/with/github/callback?state=" + state),
            "nothing at all" => (browser, "/signin/with/github/callback"),
            _ => (browser, callback),
        };
        host.Time.Advance(what == "a state that has expired" ? TimeSpan.FromHours(1) : TimeSpan.Zero);
        await visitor.GetAsync(address);

        var sentence = await visitor.RefusedAsync();
        Assert.Contains("Start again", sentence, StringComparison.Ordinal);
        Assert.StartsWith("/signin", (await visitor.GetAsync("/login")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_works_once()
    {
        GitHub.Add("replayed", 8101);
        using var browser = new Browser(Host);
        await browser.LeaveAsync("github");
        await browser.GetAsync(browser.Location + "&as=replayed");
        var callback = browser.Location!;

        await browser.GetAsync(callback);
        Assert.Equal("/login", browser.Location);
        await browser.GetAsync(callback);

        Assert.Contains("finished before", await browser.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_another_browser_was_given_does_not_hold()
    {
        GitHub.Add("victim", 8201);
        using var victim = new Browser(Host);
        await victim.LeaveAsync("github");
        await victim.GetAsync(victim.Location + "&as=victim");
        var code = CodeIn(victim.Location!);
        using var thief = new Browser(Host);
        GitHub.Add("thief", 8202);
        await thief.LeaveAsync("github");
        await thief.GetAsync(thief.Location + "&as=thief");

        // The verifier of the thief's state does not fit the victim's code.
        await thief.GetAsync(thief.Location!.Replace(CodeIn(thief.Location!), code, StringComparison.Ordinal));

        Assert.Contains("answered with an error", await thief.RefusedAsync(), StringComparison.Ordinal);
        Assert.StartsWith("/signin", (await thief.GetAsync("/login")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("access_denied", "was not allowed", 400)]
    [InlineData("server_error", "does not answer", 502)]
    [InlineData("temporarily_unavailable", "does not answer", 502)]
    [InlineData("application_suspended", "answered with an error", 502)]
    [InlineData("redirect_uri_mismatch", "answered with an error", 502)]
    public async Task An_error_of_the_provider_ends_on_a_page(string error, string sentence, int status)
    {
        using var browser = new Browser(Host);
        await browser.LeaveAsync("github", "/login?x=1");
        await browser.GetAsync(browser.Location + "&deny=" + error);
        await browser.FollowAsync();

        Assert.Contains(sentence, await browser.RefusedAsync(), StringComparison.Ordinal);
        Assert.Equal(status, (int)browser.Status);
        Assert.Contains("/signin?returnUrl=%2Flogin%3Fx%3D1", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_that_is_another_is_refused()
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Add("issued", 8301);
        await using var host = await AuthHost.StartAsync(settings: github.Settings);
        using var browser = new Browser(host);

        github.CallbackIssuer = "https://evil.test/";
        await browser.SignInWithAsync("github", "issued");
        Assert.Contains("answered with an error", await browser.RefusedAsync(), StringComparison.Ordinal);
        github.CallbackIssuer = github.Address + "login/oauth";
        await browser.SignInWithAsync("github", "issued");

        Assert.Equal("/login", browser.Location);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    public async Task A_provider_whose_api_fails_ends_on_a_page(int status)
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Add("failing", 8401);
        github.ApiFailure = status;
        await using var host = await AuthHost.StartAsync(settings: github.Settings);
        using var browser = new Browser(host);

        await browser.SignInWithAsync("github", "failing");

        Assert.Contains("does not answer", await browser.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_away_ends_on_a_page_both_going_and_coming()
    {
        var github = await GitHubStandIn.StartAsync();
        var provider = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        github.Add("away", 8501);
        await using var host = await AuthHost.StartAsync(settings: [.. github.Settings, .. provider.Settings("corp")]);
        using var browser = new Browser(host);
        await browser.LeaveAsync("github");
        await browser.GetAsync(browser.Location + "&as=away");
        var callback = browser.Location!;
        await github.DisposeAsync();
        await provider.DisposeAsync();

        await browser.GetAsync(callback);
        Assert.Equal("GitHub does not answer at this moment. Wait a little and try again.", await browser.RefusedAsync());
        await browser.LeaveAsync("corp");

        Assert.Equal("corp does not answer at this moment. Wait a little and try again.", await browser.RefusedAsync());
    }

    [Theory]
    [InlineData("member", true)]
    [InlineData("stranger", false)]
    [InlineData("joiner", true)]
    public async Task Only_members_of_the_organisations_come_in(string login, bool comesIn)
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Add("member", 8601, organizations: ["other", "ACME"]);
        github.Add("stranger", 8602, organizations: ["other", "acme-fans"]);
        github.Add("joiner", 8603, organizations: [.. Enumerable.Range(0, 150).Select(number => $"org{number}"), "acme"]);
        await using var host = await AuthHost.StartAsync(settings: [.. github.Settings, ("Quilt:AllowSignup", "false"), ("Quilt:GitHub:Organizations:0", "first"), ("Quilt:GitHub:Organizations:1", "acme")]);
        using var browser = new Browser(host);

        await browser.LeaveAsync("github");
        Assert.Contains("read%3Aorg", browser.Location, StringComparison.Ordinal);
        await browser.AgreeAsync(login);

        if (comesIn)
        {
            Assert.Equal("/login", browser.Location);
        }
        else
        {
            Assert.Contains("belongs to no organisation", await browser.RefusedAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("false", null, false)]
    [InlineData("true", null, true)]
    [InlineData("false", "true", true)]
    [InlineData("true", "false", false)]
    public async Task Somebody_new_gets_an_account_where_the_settings_say_so(string signUp, string? external, bool comesIn)
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Add("newcomer", 8701);
        github.Add("known", 8702);
        await using var before = await AuthHost.StartAsync(settings: github.Settings);
        using var early = new Browser(before);
        await early.SignInWithAsync("github", "known");
        await using var host = await AuthHost.StartAsync(before.Database, settings: [.. github.Settings, ("Quilt:AllowSignup", signUp), ("Quilt:Auth:ExternalSignup", external)]);
        using var browser = new Browser(host);

        Assert.Equal("/login", (await browser.SignInWithAsync("github", "known")).Location);
        await browser.SignInWithAsync("github", "newcomer");

        if (comesIn)
        {
            Assert.Equal("/login", browser.Location);
        }
        else
        {
            Assert.Contains("new ones are not made", await browser.RefusedAsync(), StringComparison.Ordinal);
        }
    }

    private static string CodeIn(string callback) => callback[(callback.IndexOf("code=", StringComparison.Ordinal) + 5)..].Split('&')[0];
}
