using Microsoft.Playwright;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Auth.External;

/// <summary>In a real browser, which holds cookies, policies and redirects to what they say.</summary>
public sealed class ExternalBrowserTests
{
    [BrowserFact]
    public async Task A_person_signs_in_with_GitHub_and_chooses_a_name()
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Add("Mona-Lisa", 1, "mona@example.com");
        await using var host = await AuthHost.StartAsync(settings: github.Settings);
        await using var chromium = await Chromium.StartAsync(host);
        var page = chromium.Page;

        await page.GotoAsync("http://auth.test/login");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with GitHub" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Authorize as Mona-Lisa" }).ClickAsync();
        await page.GetByLabel("User name").FillAsync("mona");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();

        await host.LogsInAsync(page, "mona");
        Assert.Empty(chromium.Complaints);
    }

    [BrowserFact]
    public async Task Without_script_a_person_cancels_and_then_signs_in_with_an_OpenID_Connect_provider()
    {
        await using var provider = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        provider.Add("sub-1", ("preferred_username", "jane"));
        await using var github = await GitHubStandIn.StartAsync();
        await using var host = await AuthHost.StartAsync(settings: [.. provider.Settings("corp"), ("Quilt:OpenIdConnect:corp:DisplayName", "Example Corp"), .. github.Settings]);
        await using var chromium = await Chromium.StartAsync(host, script: false);
        var page = chromium.Page;

        await page.GotoAsync("http://auth.test/login");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with GitHub" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        Assert.Contains("GitHub was not allowed", await page.GetByRole(AriaRole.Alert).TextContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to signing in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with Example Corp" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue as sub-1" }).ClickAsync();

        await host.LogsInAsync(page, "jane");
    }

    [BrowserFact]
    public async Task A_person_links_Entra_to_an_account_and_signs_in_with_it()
    {
        await using var entra = await EntraHost.StartEntraAsync();
        entra.Add("p-1", ("oid", "o-1"), ("tid", EntraHost.Tenant), ("preferred_username", "jane@contoso.com"));
        await using var host = await EntraHost.StartAsync(entra);
        await host.RegisterAsync("reader");
        await using var chromium = await Chromium.StartAsync(host);
        var page = chromium.Page;

        await page.GotoAsync("http://auth.test/signin?returnUrl=%2Faccount%2Fsign-ins");
        await page.GetByLabel("User name").FillAsync("reader");
        await page.GetByLabel("Password").FillAsync("correct horse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Link Microsoft" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue as p-1" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Unlink Microsoft jane@contoso.com" }).WaitForAsync();
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("http://auth.test" + QuiltLogin.Path);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with Microsoft" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue as p-1" }).ClickAsync();

        await host.LogsInAsync(page, "reader");
        Assert.Empty(chromium.Complaints);
    }

    /// <summary>A browser that finds the public address of a host.</summary>
    private sealed class Chromium : IAsyncDisposable
    {
        private readonly IPlaywright _playwright;
        private readonly IBrowser _browser;

        private Chromium(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, Page) = (playwright, browser, page);

        public IPage Page { get; }

        public List<string> Complaints { get; } = [];

        public static async Task<Chromium> StartAsync(AuthHost host, bool script = true)
        {
            var playwright = await Playwright.CreateAsync();
            var browser = await Flows.Chromium.LaunchAsync(playwright, $"--host-resolver-rules=MAP auth.test:80 127.0.0.1:{host.Address.Port}");
            var context = await browser.NewContextAsync(new() { JavaScriptEnabled = script, IgnoreHTTPSErrors = true });
            var chromium = new Chromium(playwright, browser, await context.NewPageAsync());
            chromium.Page.Console += (_, message) =>
            {
                if (message.Type is "error" or "warning" && !message.Text.Contains("favicon", StringComparison.Ordinal) && !message.Location.Contains("favicon", StringComparison.Ordinal))
                {
                    chromium.Complaints.Add(message.Text);
                }
            };
            return chromium;
        }

        public async ValueTask DisposeAsync()
        {
            await _browser.DisposeAsync();
            _playwright.Dispose();
        }
    }
}
