using System.Net;
using Microsoft.Playwright;
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
        Assert.Equal(HttpStatusCode.OK, (await host.PostFormAsync("/api/token", ("refresh_token", copied))).Status);
        Assert.Empty(complaints);
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

        var code = await page.Locator("#code").TextContentAsync();
        Assert.False(await page.Locator("button[data-copy]").IsVisibleAsync());
        Assert.Equal(HttpStatusCode.OK, (await host.PostFormAsync("/api/token", ("refresh_token", code!))).Status);
    }
}
