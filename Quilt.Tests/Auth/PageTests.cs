using System.Net;
using Quilt.Auth;

namespace Quilt.Tests.Auth;

public sealed class PageTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task Login_leads_through_sign_in_to_a_code_that_works()
    {
        await Host.RegisterAsync("walker");
        using var browser = new Browser(Host);

        await browser.GetAsync("/login?next=http%3A%2F%2Fcatalog.test%2Fcode");
        Assert.StartsWith("/signin?returnUrl=", browser.Location, StringComparison.Ordinal);
        await browser.FollowAsync();
        Assert.Equal("Sign in to Quilt", browser.Heading);
        await browser.SubmitAsync(("username", "walker"), ("password", "correct horse"));
        await browser.FollowAsync();

        Assert.Equal("Your login code", browser.Heading);
        Assert.Contains("href=\"http://catalog.test/code\"", browser.Html, StringComparison.Ordinal);
        var tokens = await Host.PostFormAsync("/api/token", ("refresh_token", browser.Code));
        Assert.Equal("walker", (await Host.GetAsync("/api/me", tokens["access_token"]))["current_user"]);
    }

    [Fact]
    public async Task A_wrong_password_keeps_the_name_and_says_what_is_wrong()
    {
        using var browser = new Browser(Host);

        await browser.SignInAsync("admin", "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        Assert.Equal("The user name or the password is wrong.", browser.Problem);
        Assert.Contains("value=\"admin\"", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"wrong\"", browser.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("/\\evil.test")]
    [InlineData("/\t/evil.test")]
    [InlineData("http://evil.test/")]
    [InlineData("https:evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("\\\\evil.test")]
    [InlineData("evil.test")]
    [InlineData("")]
    public async Task Signing_in_leads_nowhere_but_to_this_service(string returnUrl)
    {
        using var browser = new Browser(Host);
        await Host.RegisterAsync("u" + Guid.NewGuid().ToString("N"));

        await browser.GetAsync("/signup?returnUrl=" + Uri.EscapeDataString(returnUrl));
        var name = "u" + Guid.NewGuid().ToString("N");
        await browser.SubmitAsync(("username", name), ("email", name + "@example.com"), ("password", "correct horse"));
        var afterSignUp = browser.Location;
        await browser.SignInAsync(name, "correct horse", returnUrl);

        Assert.Equal(("/", "/"), (afterSignUp, browser.Location));
    }

    [Theory]
    [InlineData("http://evil.test/")]
    [InlineData("http://catalog.test.evil.test/")]
    [InlineData("http://catalog.test@evil.test/")]
    [InlineData("https://catalog.test/")]
    [InlineData("//catalog.test/")]
    [InlineData("/code")]
    [InlineData("javascript:alert(1)")]
    public async Task A_login_that_would_lead_elsewhere_shows_no_code(string next)
    {
        using var browser = new Browser(Host);
        await browser.SignInAsync("admin", AuthHost.AdminPassword);

        await browser.GetAsync("/login?next=" + Uri.EscapeDataString(next));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal("This link leads elsewhere", browser.Heading);
        Assert.Empty(browser.Code);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        using var browser = new Browser(Host);
        await browser.GetAsync("/signin");

        await browser.SubmitAsync(("username", "admin"), ("password", AuthHost.AdminPassword), ("__RequestVerificationToken", "x"));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal("This request cannot be answered", browser.Heading);
    }

    [Fact]
    public async Task The_default_password_leads_to_the_offer_of_a_new_one_which_ends_all_else()
    {
        await using var host = await AuthHost.StartAsync();
        var (access, refresh) = await host.LogInCommandLineAsync(await host.LogInAsync("admin", AuthHost.AdminPassword));
        using var elsewhere = new Browser(host);
        await elsewhere.SignInAsync("admin", AuthHost.AdminPassword);
        using var browser = new Browser(host);
        var before = await AuthApplication.DefaultPasswordStandsAsync(host.Database);

        await browser.SignInAsync("admin", AuthHost.AdminPassword);
        await browser.FollowAsync();
        Assert.Equal("Choose your own password", browser.Heading);
        Assert.Contains("href=\"/login\">Not now", browser.Html, StringComparison.Ordinal);
        await browser.SubmitAsync(("current", "wrong"), ("password", "battery staple"), ("repeated", "battery staple"));
        Assert.Contains("This is not the present password.", browser.Html, StringComparison.Ordinal);
        await browser.SubmitAsync(("current", AuthHost.AdminPassword), ("password", "short"), ("repeated", "short"));
        Assert.Contains("at least 8 characters", browser.Html, StringComparison.Ordinal);
        await browser.SubmitAsync(("current", AuthHost.AdminPassword), ("password", "battery staple"), ("repeated", "battery stable"));
        Assert.Contains("not the same", browser.Html, StringComparison.Ordinal);
        await browser.SubmitAsync(("current", AuthHost.AdminPassword), ("password", "battery staple"), ("repeated", "battery staple"));

        Assert.Equal("Password changed", browser.Heading);
        Assert.True(before);
        Assert.False(await AuthApplication.DefaultPasswordStandsAsync(host.Database));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/api/me", access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
        Assert.StartsWith("/signin", (await elsewhere.GetAsync("/login")).Location, StringComparison.Ordinal);
        Assert.Equal("Your login code", (await browser.GetAsync("/login")).Heading);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostJsonAsync("/api/login", new { username = "admin", password = AuthHost.AdminPassword })).Status);
        Assert.Equal("/login", (await browser.SignInAsync("admin", "battery staple")).Location);
    }

    [Fact]
    public async Task Signing_out_asks_first_and_then_ends_the_session_even_for_a_kept_cookie()
    {
        await Host.RegisterAsync("quitter");
        using var browser = new Browser(Host);
        await browser.SignInAsync("quitter", "correct horse");
        var cookie = browser.Last.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("quilt-auth=", StringComparison.Ordinal)).Split(';')[0];

        await browser.GetAsync("/signout");
        Assert.Equal("Sign out?", browser.Heading);
        await browser.SubmitAsync();
        await browser.FollowAsync();
        Assert.Equal("You are signed out", browser.Heading);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/login");
        request.Headers.Add("Cookie", cookie);
        using var kept = await Host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        Assert.Contains("/signin", kept.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_up_says_which_field_is_wrong()
    {
        using var browser = new Browser(Host);
        await browser.GetAsync("/signup");

        await browser.SubmitAsync(("username", "admin"), ("email", "new@example.com"), ("password", "correct horse"));
        Assert.Equal((HttpStatusCode.Conflict, "That user name is taken. Choose another."), (browser.Status, browser.Problem));
        await browser.SubmitAsync(("username", "Bad-Name"), ("email", "new@example.com"), ("password", "correct horse"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("lower-case", browser.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/signin", HttpStatusCode.OK, "Sign in to Quilt")]
    [InlineData("/signup", HttpStatusCode.OK, "Create an account")]
    [InlineData("/forgot", HttpStatusCode.OK, "Forgotten password")]
    [InlineData("/reset_password/nonsense", HttpStatusCode.Unauthorized, "This link no longer works")]
    [InlineData("/signout", HttpStatusCode.OK, "You are signed out")]
    [InlineData("/nothing", HttpStatusCode.NotFound, "There is no such page")]
    [InlineData("/connect/authorize", HttpStatusCode.BadRequest, "This request cannot be answered")]
    public async Task Every_page_is_locked_down(string path, HttpStatusCode status, string heading)
    {
        using var browser = new Browser(Host);

        await browser.GetAsync(path);

        Assert.Equal((status, heading), (browser.Status, browser.Heading));
        Assert.Equal(
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self' http://catalog.test; frame-ancestors 'none'; base-uri 'none'",
            browser.Last.Headers.GetValues("Content-Security-Policy").Single());
        Assert.True(browser.Last.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("style=\"", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", browser.Html, StringComparison.Ordinal);
    }
}
