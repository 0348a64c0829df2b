using Microsoft.Playwright;
using Quilt.Tests.Auth.TwoFactor;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Auth;

public sealed class SignInBrowserTests
{
    [BrowserFact]
    public async Task A_person_signs_in_and_copies_the_code()
    {
        await using var host = await AuthHost.StartAsync();
        await host.RegisterAsync("reader");
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await Chromium.LaunchAsync(playwright);
        var context = await chromium.NewContextAsync();
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };

        // Chromium offers the clipboard to localhost as a secure address.
        await page.GotoAsync($"http://localhost:{host.Address.Port}/login");
        await page.GetByLabel("User name").FillAsync("reader");
        await page.GetByLabel("Password").FillAsync("correct horse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy code" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copied" }).WaitForAsync();
        var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");

        Assert.Equal(await page.Locator("#code").TextContentAsync(), copied);
        await host.LogsInAsync(page, "reader");
        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task A_person_with_two_factors_comes_to_the_code()
    {
        await using var host = await AuthHost.StartAsync();
        var (key, _) = await TwoFactorTests.SwitchOnAsync(host, "guarded");
        host.Time.Advance(TimeSpan.FromSeconds(60));
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await Chromium.LaunchAsync(playwright);
        var page = await chromium.NewPageAsync();

        await page.GotoAsync($"http://localhost:{host.Address.Port}{QuiltLogin.Path}");
        await page.GetByLabel("User name").FillAsync("guarded");
        await page.GetByLabel("Password").FillAsync("correct horse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Code").FillAsync(TwoFactorTests.CodeOf(host, key));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await host.LogsInAsync(page, "guarded");
    }

    [BrowserFact]
    public async Task Without_script_and_in_the_dark_the_pages_work_and_keep_the_button_away()
    {
        await using var host = await AuthHost.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await Chromium.LaunchAsync(playwright);
        var context = await chromium.NewContextAsync(new()
        {
            JavaScriptEnabled = false,
            ColorScheme = ColorScheme.Dark,
            ViewportSize = new() { Width = 390, Height = 760 },
        });
        var page = await context.NewPageAsync();

        await page.GotoAsync($"http://localhost:{host.Address.Port}/login");
        await page.GetByLabel("User name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync(AuthHost.AdminPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Not now" }).ClickAsync();

        await host.LogsInAsync(page, "admin");
        Assert.False(await page.Locator("button[data-copy]").IsVisibleAsync());
    }
}
