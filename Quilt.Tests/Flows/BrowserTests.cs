using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Flows;

/// <summary>What a person sees in a real browser, from the catalog through the sign-in service and back.</summary>
public sealed class BrowserTests(FlowRegistry registry, Chromium chromium) : IClassFixture<FlowRegistry>, IClassFixture<Chromium>
{
    [BrowserFact]
    public async Task A_private_package_shows_after_signing_in_from_the_catalog_and_not_before_or_after()
    {
        var package = FlowRegistry.NewName("private");
        await registry.User.PushAsync(package, FlowPackage.Of(("README.md", "# Only for me"), ("a.csv", "1")));
        await using var context = await chromium.NewContextAsync();
        var (page, complaints) = await OpenAsync(context);
        var owner = new Uri(registry.Server.Catalog, "/user/" + registry.User.Name).AbsoluteUri;

        Assert.Equal(404, (await context.APIRequest.GetAsync(PageOf(package))).Status);
        await page.GotoAsync(owner);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = package })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await SignInAsync(page);
        await Expect(page).ToHaveURLAsync(owner);
        await page.GetByRole(AriaRole.Link, new() { Name = package }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Only for me" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Navigation).GetByText(registry.User.Name).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Equal(404, (await context.APIRequest.GetAsync(PageOf(package))).Status);
        Assert.Equal("", string.Join('\n', complaints));
    }

    [BrowserFact]
    public async Task The_page_of_quilt_login_shows_a_code_that_its_button_copies()
    {
        await using var context = await chromium.NewContextAsync();
        var (page, complaints) = await OpenAsync(context);

        await page.GotoAsync(new Uri(registry.Server.Registry, "/login").AbsoluteUri);
        await SignInAsync(page);
        var code = await page.Locator("#code").InnerTextAsync();

        await CopiesAsync(page, code);
        await WorksAsync(code);
        Assert.Equal("", string.Join('\n', complaints));
    }

    [BrowserFact]
    public async Task The_code_page_of_the_catalog_shows_a_code_that_its_button_copies()
    {
        await using var context = await chromium.NewContextAsync();
        var (page, complaints) = await OpenAsync(context);

        await page.GotoAsync(new Uri(registry.Server.Catalog, "/code").AbsoluteUri);
        await SignInAsync(page);
        await Expect(page).ToHaveURLAsync(new Uri(registry.Server.Catalog, "/code").AbsoluteUri);
        var code = await page.Locator("#login-code").InnerTextAsync();

        await CopiesAsync(page, code);
        await WorksAsync(code);
        Assert.Equal("", string.Join('\n', complaints));
    }

    [BrowserFact]
    public async Task Without_JavaScript_the_code_is_there_and_no_button_that_does_nothing()
    {
        await using var context = await chromium.NewContextAsync(javaScript: false);
        var (page, complaints) = await OpenAsync(context);

        await page.GotoAsync(new Uri(registry.Server.Registry, "/login").AbsoluteUri);
        await SignInAsync(page);
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Copy") })).ToBeHiddenAsync();
        await WorksAsync(await page.Locator("#code").InnerTextAsync());

        await page.GotoAsync(new Uri(registry.Server.Catalog, "/code").AbsoluteUri);
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Copy") })).ToBeHiddenAsync();
        await WorksAsync(await page.Locator("#login-code").InnerTextAsync());
        Assert.Equal("", string.Join('\n', complaints));
    }

    /// <summary>A page, and what the browser complains of while it is used: errors of scripts, of the content policy, of loading.</summary>
    private static async Task<(IPage Page, ConcurrentQueue<string> Complaints)> OpenAsync(IBrowserContext context)
    {
        var complaints = new ConcurrentQueue<string>();
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.RequestFailed += (_, request) => complaints.Enqueue($"{request.Url}: {request.Failure}");
        return (page, complaints);
    }

    private static async Task CopiesAsync(IPage page, string code)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Copy") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal(code, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    private async Task WorksAsync(string code) =>
        Assert.NotEmpty((await registry.Anonymous.Registry.GetTokensAsync(code)).AccessToken);

    private async Task SignInAsync(IPage page)
    {
        Assert.Equal(registry.Server.Auth.Port, new Uri(page.Url).Port);
        foreach (var (field, value) in registry.User.Credentials)
        {
            await page.Locator($"input[name={field}]").FillAsync(value);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private string PageOf(string package) => new Uri(registry.Server.Catalog, $"/package/{registry.User.Name}/{package}").AbsoluteUri;
}
