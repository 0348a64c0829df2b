using System.Net;
using System.Web;
using Quilt.Auth.Applications;

namespace Quilt.Tests.OpenId;

/// <summary>What people are asked before an application of others gets anything, and how they end it.</summary>
public sealed class ConsentTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Fact]
    public async Task The_page_says_who_asks_and_for_what_and_where_it_leads()
    {
        using var browser = await Clients.SignInAsync("asked");
        await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web));
        await browser.FollowAsync();

        Assert.Equal("Let Web use your account?", browser.Heading);
        Assert.Contains("See and install every package", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Stay connected", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("e-mail", browser.Html, StringComparison.Ordinal);
        Assert.Contains("<strong>https://app.example.com</strong>", browser.Html, StringComparison.Ordinal);
        Assert.Contains(
            "form-action 'self' http://catalog.test https://app.example.com; ",
            browser.Last.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_refuses_gives_nothing()
    {
        using var browser = await Clients.SignInAsync("refuser");
        await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web));
        await browser.FollowAsync();
        await browser.SubmitAsync(("consent", "deny"));

        var answer = HttpUtility.ParseQueryString(new Uri(browser.Location!).Query);
        Assert.Equal(("access_denied", "some-state", null), (answer["error"], answer["state"], answer["code"]));
    }

    [Fact]
    public async Task A_web_application_is_asked_about_once_for_each_scope()
    {
        using var browser = await Clients.SignInAsync("asked_once");
        await OpenIdHost.AuthorizeAsync(browser, OpenIdHost.AuthorizeUrl(Clients.Web));

        Assert.StartsWith(OpenIdHost.Callback, (await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web))).Location, StringComparison.Ordinal);
        Assert.StartsWith(OpenIdHost.Callback, (await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web, ("scope", "read")))).Location, StringComparison.Ordinal);
        Assert.StartsWith(OpenIdHost.Callback, (await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web, ("prompt", "none")))).Location, StringComparison.Ordinal);
        Assert.StartsWith("/consent?", (await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web, ("scope", "read email")))).Location, StringComparison.Ordinal);
        Assert.StartsWith("/consent?", (await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web, ("prompt", "consent")))).Location, StringComparison.Ordinal);
        Assert.StartsWith("/consent?", (await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.OtherWeb))).Location, StringComparison.Ordinal);

        await OpenIdHost.AuthorizeAsync(browser, OpenIdHost.AuthorizeUrl(Clients.Web, ("scope", "email")));
        Assert.StartsWith(OpenIdHost.Callback, (await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web, ("scope", "read email")))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_prove_who_it_is_is_asked_about_each_time()
    {
        using var browser = await Clients.SignInAsync("careful");
        var url = OpenIdHost.AuthorizeUrl(Clients.Native, ("redirect_uri", "http://127.0.0.1:5/cb"));
        await OpenIdHost.AuthorizeAsync(browser, url);

        await browser.GetAsync(url);

        Assert.StartsWith("/consent?", browser.Location, StringComparison.Ordinal);
        Assert.Contains("cannot prove who it is", (await browser.FollowAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_sign_in_and_consent_can_be_asked_for_together()
    {
        using var browser = await Clients.SignInAsync("both");
        await OpenIdHost.AuthorizeAsync(browser, OpenIdHost.AuthorizeUrl(Clients.Web));
        await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web, ("prompt", "login consent")));
        await browser.FollowAsync();
        await browser.SubmitAsync(("username", "both"), ("password", "correct horse"));

        await browser.FollowAsync();

        Assert.StartsWith("/consent?", browser.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_from_another_site_is_none()
    {
        using var browser = await Clients.SignInAsync("lured");
        var query = HttpUtility.ParseQueryString(OpenIdHost.AuthorizeUrl(Clients.Web).Split('?')[1]);

        await browser.PostAsync("/connect/authorize", [.. query.AllKeys.Select(key => (key!, query[key]!)), ("consent", "allow")]);

        Assert.Equal((HttpStatusCode.BadRequest, null), (browser.Status, browser.Location));
    }

    [Theory]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "catalog")]
    [InlineData("redirect_uri", "https://evil.test/")]
    [InlineData("redirect_uri", "")]
    public async Task The_page_opened_by_hand_shows_nothing_that_is_not_registered(string parameter, string value)
    {
        using var browser = await Clients.SignInAsync("curious");

        await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web, (parameter, value)).Replace("/connect/authorize", "/consent", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, "This request cannot be answered"), (browser.Status, browser.Heading));
        Assert.DoesNotContain("evil.test", browser.Last.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_shown_as_text()
    {
        var client = await Clients.CreateAsync(new("<b>Bold</b>", ApplicationKind.Confidential, ["https://bold.example.com/"], [], false, ""));
        using var browser = await Clients.SignInAsync("plain");
        await browser.GetAsync(OpenIdHost.AuthorizeUrl(client, ("redirect_uri", "https://bold.example.com/"), ("scope", "openid"), ("state", "\"><script>")));

        await browser.FollowAsync();

        Assert.DoesNotContain("<b>", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"><script>", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ending_the_access_ends_every_token_at_once_and_asks_again()
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "ender");
        var others = await Clients.TokensAsync(Clients.OtherWeb, "ender");
        using var browser = await Clients.SignInAsync("ender");
        await browser.GetAsync("/account/applications");
        Assert.Contains("aria-label=\"End the access of Web\"", browser.Html, StringComparison.Ordinal);

        var row = browser.Html.IndexOf("<h2>Web", StringComparison.Ordinal);
        await browser.SubmitAsync(("application", ServiceTests.ApplicationIn(browser.Html[row..])));

        Assert.Contains("The access has ended.", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Web", browser.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);
        Assert.Equal("invalid_grant", (await Clients.RefreshAsync(Clients.Web, tokens["refresh_token"]))["error"]);
        Assert.Equal(HttpStatusCode.OK, (await Clients.Host.GetAsync("/api/me", others["access_token"])).Status);
        Assert.StartsWith("/consent?", (await browser.GetAsync(OpenIdHost.AuthorizeUrl(Clients.Web))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_of_the_browser_leaves_what_applications_were_granted()
    {
        using var browser = await Clients.SignInAsync("leaver");
        var code = (await OpenIdHost.AuthorizeAsync(browser, OpenIdHost.AuthorizeUrl(Clients.Web)))["code"]!;
        var tokens = await Clients.ExchangeAsync(Clients.Web, code);
        await browser.GetAsync("/signout");
        await browser.SubmitAsync();

        Assert.Equal(HttpStatusCode.OK, (await Clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);
    }
}
