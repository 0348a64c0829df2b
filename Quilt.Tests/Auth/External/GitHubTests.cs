namespace Quilt.Tests.Auth.External;

public sealed class GitHubTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    private AuthHost Host => fixture.Host;

    private GitHubStandIn GitHub => fixture.GitHub;

    [Fact]
    public async Task Login_leads_through_GitHub_to_a_code_that_works()
    {
        GitHub.Add("OctoCat", 42, "octocat@example.com");
        using var browser = new Browser(Host);

        await browser.GetAsync("/login");
        await browser.FollowAsync();
        Assert.Contains("Sign in with GitHub", browser.Html, StringComparison.Ordinal);
        await browser.SubmitToAsync("/signin/with/github");
        Assert.StartsWith(GitHub.Address + "login/oauth/authorize?", browser.Location, StringComparison.Ordinal);
        Assert.Equal("Going on to GitHub", browser.Heading);
        await browser.AgreeAsync("OctoCat");
        Assert.Equal("/login", browser.Location);
        await browser.FollowAsync();

        Assert.Equal("Your login code", browser.Heading);
        var tokens = await Host.PostFormAsync("/api/token", ("refresh_token", browser.Code));
        var me = await Host.GetAsync("/api/me", tokens["access_token"]);
        Assert.Equal(("octocat", "octocat@example.com"), (me["current_user"], me["email"]));
        Assert.Equal(["REGISTERED", "LOGIN"], (await Host.EventsOfAsync("octocat")).Reverse().Take(2));
        var member = (await Host.GetAsync("/api/users/list", await Host.LogInAsync("admin", AuthHost.AdminPassword))).Json.GetProperty("results").EnumerateArray()
            .Single(user => user.GetProperty("username").GetString() == "octocat");
        Assert.Equal(Host.Time.GetUtcNow().UtcDateTime, member.GetProperty("date_joined").GetDateTimeOffset().UtcDateTime, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Who_comes_again_opens_the_same_account_also_under_another_name()
    {
        GitHub.Add("oldname", 7001);
        using var first = new Browser(Host);
        await first.SignInWithAsync("github", "oldname");
        GitHub.People.TryRemove("oldname", out _);
        GitHub.Add("newname", 7001);
        using var second = new Browser(Host);

        await second.SignInWithAsync("github", "newname", "/");
        await second.FollowAsync();

        Assert.Equal("oldname", second.Heading);
        await second.GetAsync("/account/sign-ins");
        Assert.Contains("newname", second.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gets_the_freed_GitHub_name_of_another_gets_no_account_of_theirs()
    {
        GitHub.Add("freed", 7101);
        using var first = new Browser(Host);
        await first.SignInWithAsync("github", "freed");
        GitHub.Add("freed", 7102);
        using var second = new Browser(Host);

        await second.SignInWithAsync("github", "freed");

        Assert.StartsWith("/signin/name", second.Location, StringComparison.Ordinal);
        Assert.Equal("The user name 'freed' is taken. Choose another.", (await second.FollowAsync()).Problem);
    }

    [Fact]
    public async Task An_address_that_GitHub_has_not_verified_is_not_taken()
    {
        GitHub.Add("unverified", 7201, "unverified@example.com", verified: false);
        using var browser = new Browser(Host);

        await browser.SignInWithAsync("github", "unverified", "/");
        await browser.FollowAsync();

        Assert.Equal("unverified", browser.Heading);
        Assert.DoesNotContain("@example.com", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_account_is_refused_with_a_sentence_and_an_event()
    {
        GitHub.Add("disabled", 7301);
        using var browser = new Browser(Host);
        await browser.SignInWithAsync("github", "disabled");
        await Host.PostJsonAsync("/api/users/disable", new { username = "disabled" }, await Host.LogInAsync("admin", AuthHost.AdminPassword));

        await browser.SignInWithAsync("github", "disabled");

        Assert.Equal("Your account is disabled. Ask an admin to enable it.", await browser.RefusedAsync());
        Assert.Equal("LOGIN_FAILED", (await Host.EventsOfAsync("disabled"))[0]);
        Assert.StartsWith("/signin", (await browser.GetAsync("/login")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_an_admin_deleted_stays_closed_and_its_name_taken()
    {
        GitHub.Add("deleted", 7401);
        using var browser = new Browser(Host);
        await browser.SignInWithAsync("github", "deleted");
        await Host.PostJsonAsync("/api/users/delete", new { username = "deleted" }, await Host.LogInAsync("admin", AuthHost.AdminPassword));

        await browser.SignInWithAsync("github", "deleted");
        await browser.FollowAsync();

        Assert.Equal("Choose a user name", browser.Heading);
        Assert.Equal("The user name 'deleted' is taken. Choose another.", browser.Problem);
    }

    [Fact]
    public async Task An_account_without_an_address_has_no_password_to_reset()
    {
        GitHub.Add("addressless", 7501);
        using var browser = new Browser(Host);
        await browser.SignInWithAsync("github", "addressless");

        var answer = await Host.PostJsonAsync("/api/users/reset_password", new { username = "addressless" }, await Host.LogInAsync("admin", AuthHost.AdminPassword));

        Assert.Equal(400, (int)answer.Status);
        Assert.Contains("no e-mail address", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("https://evil.test/")]
    [InlineData("/\\evil.test")]
    public async Task Signing_in_leads_nowhere_but_to_this_service(string returnUrl)
    {
        GitHub.Add("traveller", 7601);
        using var browser = new Browser(Host);

        await browser.SignInWithAsync("github", "traveller", returnUrl);

        Assert.Equal("/", browser.Location);
    }

    [Fact]
    public async Task The_redirect_address_is_the_public_one_whatever_host_the_request_names()
    {
        // The stand-in accepts no other; this browser reaches the service by its address, and says so in Host.
        using var browser = new Browser(Host);

        await browser.LeaveAsync("github");

        Assert.Contains("redirect_uri=" + Uri.EscapeDataString("http://auth.test/signin/with/github/callback"), browser.Location, StringComparison.Ordinal);
        Assert.DoesNotContain(Host.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), browser.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_leads_nowhere()
    {
        using var browser = new Browser(Host);

        await browser.PostAsync("/signin/with/github", ("_handler", "leave"), ("returnUrl", "/"));

        Assert.Equal((400, null), ((int)browser.Status, browser.Location));
    }

    [Fact]
    public async Task A_provider_that_is_not_on_has_no_page()
    {
        using var browser = new Browser(Host);

        Assert.Equal(404, (int)(await browser.GetAsync("/signin/with/entra")).Status);
        Assert.Equal(404, (int)(await browser.GetAsync("/signin/with/entra/callback?code=x")).Status);
    }
}

/// <summary>A host with GitHub switched on, and the GitHub.</summary>
public sealed class GitHubFixture : IAsyncLifetime
{
    internal GitHubStandIn GitHub { get; private set; } = null!;

    internal AuthHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        GitHub = await GitHubStandIn.StartAsync();
        Host = await AuthHost.StartAsync(settings: GitHub.Settings);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await GitHub.DisposeAsync();
    }
}
