using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>
/// What holds for every page: its status, no complaint of the browser (errors of scripts, of the content policy, of
/// loading), no violation that axe finds in light or dark, a title and a heading, and nothing wider than a phone or than a
/// desktop at 200 %; with and without script. With <c>QUILT_SCREENSHOTS</c> naming a folder, pictures are left there.
/// </summary>
internal static class PageRules
{
    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 800 };
    private static readonly ViewportSize Zoomed = new() { Width = 640, Height = 400 };
    private static readonly ViewportSize Phone = new() { Width = 360, Height = 740 };

    /// <summary>Only colours change with the theme: what else axe looks at, it has seen.</summary>
    private static readonly string[] OnlyColours = ["color-contrast", "link-in-text-block"];

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("QUILT_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    /// <summary>Holds the rules against one page.</summary>
    /// <param name="visitor">Who looks.</param>
    /// <param name="address">The page.</param>
    /// <param name="status">What it must answer.</param>
    /// <param name="picture">The name of its pictures; null takes none.</param>
    public static async Task HoldAsync(Visitor visitor, Uri address, int status = 200, string? picture = null)
    {
        var found = new ConcurrentQueue<string>();
        await WithScriptAsync(visitor.Scripted, address, status, picture, found);
        await WithoutScriptAsync(visitor.Plain, address, status, found);
        Assert.True(found.IsEmpty, $"{address}\n{string.Join('\n', found)}");
    }

    /// <summary>Holds the rules that need no reload against the page in view, such as one that a form answered.</summary>
    public static async Task HoldAsync(IPage page, string? picture = null)
    {
        var found = new ConcurrentQueue<string>();
        await LookAsync(page, picture, found);
        Assert.True(found.IsEmpty, $"{page.Url}\n{string.Join('\n', found)}");
    }

    /// <summary>A new tab, and what the browser complains of while it is used.</summary>
    public static async Task<(IPage Page, ConcurrentQueue<string> Complaints)> OpenAsync(IBrowserContext context, int status = 200)
    {
        var complaints = new ConcurrentQueue<string>();
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            // That a page which stands for a refusal came with its status is as it should be.
            var isOwnStatus = status >= 400 && message.Text.Contains(status.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            if (message.Type is "error" or "warning" && !isOwnStatus)
            {
                complaints.Enqueue($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Enqueue($"script: {error}");
        page.RequestFailed += (_, request) => complaints.Enqueue($"not loaded: {request.Url}: {request.Failure}");
        return (page, complaints);
    }

    private static async Task WithScriptAsync(IBrowserContext context, Uri address, int status, string? picture, ConcurrentQueue<string> found)
    {
        var (page, complaints) = await OpenAsync(context, status);
        await GoAsync(page, address, status, found);
        await LookAsync(page, picture, found);
        AddAll(found, "with script", complaints);
        await page.CloseAsync();
    }

    private static async Task WithoutScriptAsync(IBrowserContext context, Uri address, int status, ConcurrentQueue<string> found)
    {
        var (page, complaints) = await OpenAsync(context, status);
        await page.SetViewportSizeAsync(Phone.Width, Phone.Height);
        await GoAsync(page, address, status, found);
        await FitsAsync(page, "a phone without script", found);
        AddAll(found, "without script", complaints);
        await page.CloseAsync();
    }

    private static async Task GoAsync(IPage page, Uri address, int status, ConcurrentQueue<string> found)
    {
        var response = await page.GotoAsync(address.AbsoluteUri);
        if (response?.Status != status)
        {
            found.Enqueue($"status {response?.Status} instead of {status}");
        }
    }

    private static async Task LookAsync(IPage page, string? picture, ConcurrentQueue<string> found)
    {
        if (!(await page.TitleAsync()).Contains("Quilt", StringComparison.Ordinal))
        {
            found.Enqueue("no title that says where one is");
        }

        // A stranger's text may have headings of its own.
        if (await page.Locator("h1:not(.prose *)").CountAsync() != 1)
        {
            found.Enqueue("not one h1");
        }

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        await SetSizeAsync(page, Desktop);
        await PictureAsync(page, picture, "desktop-light");
        AddAll(found, "axe, light", await AxeChecks.RunAsync(page));

        await SetSizeAsync(page, Zoomed);
        await FitsAsync(page, "a desktop at 200 %", found);
        await SetSizeAsync(page, Phone);
        await FitsAsync(page, "a phone", found);
        await PictureAsync(page, picture, "phone-light");

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        AddAll(found, "axe, dark on a phone", await AxeChecks.RunAsync(page, OnlyColours));
        await PictureAsync(page, picture, "phone-dark");
        if (picture is not null && Pictures is not null)
        {
            await SetSizeAsync(page, Desktop);
            await PictureAsync(page, picture, "desktop-dark");
        }
    }

    private static async Task FitsAsync(IPage page, string where, ConcurrentQueue<string> found)
    {
        // The outermost elements that stick out, so that the failure says what to mend.
        const string Wider = """
            () => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return '';
              return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1)
                .slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | ') || 'something';
            }
            """;
        var wider = await page.EvaluateAsync<string>(Wider);
        if (wider.Length > 0)
        {
            found.Enqueue($"scrolls sideways on {where}: {wider}");
        }
    }

    private static void AddAll(ConcurrentQueue<string> found, string where, IEnumerable<string> complaints)
    {
        foreach (var complaint in complaints)
        {
            found.Enqueue($"{where}: {complaint}");
        }
    }

    private static Task SetSizeAsync(IPage page, ViewportSize size) => page.SetViewportSizeAsync(size.Width, size.Height);

    private static async Task PictureAsync(IPage page, string? picture, string view)
    {
        if (picture is not null && Pictures is not null)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{picture}-{view}.png"), FullPage = true });
        }
    }
}
