using System.Net;
using Microsoft.Playwright;
using Quilt.Tests.Auth;
using Quilt.Tests.Flows;

namespace Quilt.Tests.PersonalTokens;

/// <summary>The page of a person's tokens.</summary>
public sealed class TokensPageTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task The_page_needs_a_sign_in_and_says_what_is_wrong()
    {
        await Host.RegisterAsync("reader");
        using var browser = new Browser(Host);
        Assert.Equal("/signin?returnUrl=%2Faccount%2Ftokens", (await browser.GetAsync("/account/tokens")).Location);
        await browser.SignInAsync("reader", "correct horse", "/account/tokens");
        await browser.FollowAsync();

        await browser.SubmitAsync(("name", "build"), ("read", "on"), ("reach", "no/such/name"), ("days", "30"));
        Assert.Equal((HttpStatusCode.BadRequest, "'no/such/name' is not the name of a package. Write owner/name."), (browser.Status, WebUtility.HtmlDecode(browser.Problem)));
        await browser.SubmitAsync(("name", "build"), ("admin", "on"), ("days", "30"));
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        Assert.True(browser.Last.Headers.CacheControl!.NoStore);
    }

    [BrowserFact]
    public Task A_person_makes_copies_and_revokes_a_token() => MakeAndRevokeAsync(script: true);

    [BrowserFact]
    public Task Without_script_a_person_makes_and_revokes_a_token() => MakeAndRevokeAsync(script: false);

    private async Task MakeAndRevokeAsync(bool script)
    {
        var name = script ? "scripted" : "scriptless";
        await Host.RegisterAsync(name);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await Chromium.LaunchAsync(playwright);
        var context = await chromium.NewContextAsync(new() { JavaScriptEnabled = script, ColorScheme = script ? ColorScheme.Light : ColorScheme.Dark });
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);

        await page.GotoAsync($"http://localhost:{Host.Address.Port}/account/tokens");
        await page.GetByLabel("User name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync("correct horse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("nightly build");
        await page.GetByLabel("write: push").CheckAsync();
        await page.GetByLabel("Which packages").FillAsync($"{name}/sales {name}/stock");
        await page.GetByLabel("Expires after").SelectOptionAsync("90 days");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make token" }).ClickAsync();
        var token = (await page.Locator("#token").TextContentAsync())!;
        if (script)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Copy token" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Copied" }).WaitForAsync();
            Assert.Equal(token, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        }

        Assert.Equal(HttpStatusCode.OK, (await Host.GetAsync("/api/me", token)).Status);
        await page.GotoAsync($"http://localhost:{Host.Address.Port}/account/tokens");
        Assert.DoesNotContain(token, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Contains($"{name}/sales, {name}/stock", await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke nightly build" }).ClickAsync();
        await page.GetByText("The token is revoked.").WaitForAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", token)).Status);
        Assert.Empty(complaints);
    }
}
