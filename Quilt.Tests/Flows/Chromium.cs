using Microsoft.Playwright;

namespace Quilt.Tests.Flows;

/// <summary>One running Chromium; each test takes a profile of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The installed browser; null where there is none.</summary>
    public static string? Program => Array.Find(Places, File.Exists);

    public async Task InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync(_playwright);
    }

    /// <summary>Starts a browser, without the background services that would look for their hosts on a machine that reaches none.</summary>
    internal static Task<IBrowser> LaunchAsync(IPlaywright playwright, params string[] arguments)
    {
        // What shall be on a page is waited for, on a busy machine longer than the usual five seconds.
        Assertions.SetDefaultExpectTimeout(30_000);
        return playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                .. arguments,
            ],
        });
    }

    /// <summary>A fresh profile, which may use the clipboard.</summary>
    public Task<IBrowserContext> NewContextAsync(bool javaScript = true) =>
        _browser!.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = javaScript, Permissions = ["clipboard-read", "clipboard-write"] });

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>A test in a real browser. It is left out on a machine without one, but never in CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Program is null && Environment.GetEnvironmentVariable("CI") is null or "")
        {
            Skip = "Chromium is not installed.";
        }
    }
}
