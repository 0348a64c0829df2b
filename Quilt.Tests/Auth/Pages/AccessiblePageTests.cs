using System.Collections.Concurrent;
using Microsoft.Playwright;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Auth.Pages;

/// <summary>Every page in a real browser: light and dark, on a phone and on a desk. Set QUILT_SCREENSHOTS to a folder to look at them.</summary>
public sealed class AccessiblePageTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("QUILT_SCREENSHOTS");

    [BrowserFact]
    public async Task Every_page_keeps_the_rules_of_WCAG_and_fits_its_screen_without_a_complaint_of_the_browser()
    {
        await using var auth = await AuthBrowser.StartAsync();
        await auth.Host.LogInCommandLineAsync(await auth.Host.RegisterAsync("reader"));
        var problems = new ConcurrentQueue<string>();
        foreach (var (scheme, width) in ((ColorScheme, int)[])[(ColorScheme.Light, 360), (ColorScheme.Light, 1280), (ColorScheme.Dark, 360), (ColorScheme.Dark, 1280)])
        {
            await VisitAsync(auth, scheme, width, problems);
        }

        Assert.True(problems.IsEmpty, string.Join('\n', problems.Distinct()));
    }

    private static async Task VisitAsync(AuthBrowser auth, ColorScheme scheme, int width, ConcurrentQueue<string> problems)
    {
        await using var context = await auth.Chromium.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        var page = await context.NewPageAsync();
        var at = "";
        page.Console += (_, message) =>
        {
            // What is not there, not allowed or has ended is shown on purpose.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                problems.Enqueue($"{at}: {message.Text}");
            }
        };
        page.PageError += (_, error) => problems.Enqueue($"{at}: {error}");
        await auth.SignInAsync(page, "admin", AuthHost.AdminPassword);
        foreach (var path in EveryPageTests.Templates.Select(EveryPageTests.PathOf))
        {
            at = $"{path} {scheme} {width}";
            await page.GotoAsync(auth.Address + path);
            if (await page.Locator("body > *").CountAsync() == 0)
            {
                continue;
            }

            // Two runs of the four show both schemes and both widths to it; it takes long.
            foreach (var violation in (scheme == ColorScheme.Dark) == (width > 1000) ? await AxeChecks.RunAsync(page) : [])
            {
                problems.Enqueue($"{at}: {violation}");
            }

            if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
            {
                problems.Enqueue($"{at}: wider than the screen");
            }

            if (Folder is not null)
            {
                var name = $"{path.Trim('/').Replace('/', '-')}-{scheme}-{width}.png".ToLowerInvariant();
                await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name), FullPage = true });
            }
        }
    }
}
