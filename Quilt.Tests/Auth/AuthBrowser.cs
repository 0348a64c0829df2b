using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Auth;

/// <summary>A real browser, and a Quilt.Auth that it reaches under its configured address.</summary>
internal sealed partial class AuthBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;

    private AuthBrowser(AuthHost host, string address, IPlaywright playwright, IBrowser chromium)
    {
        (Host, Address, _playwright, Chromium) = (host, address, playwright, chromium);
    }

    public AuthHost Host { get; private set; }

    public string Address { get; }

    public IBrowser Chromium { get; }

    public static async Task<AuthBrowser> StartAsync()
    {
        var port = FreePorts.Next();
        var address = $"http://localhost:{port}";
        var host = await HostAsync(address, database: null);
        var playwright = await Playwright.CreateAsync();
        return new AuthBrowser(host, address, playwright, await Flows.Chromium.LaunchAsync(playwright));
    }

    /// <summary>Starts the service anew over the same database and at the same address, with <paramref name="settings"/>.</summary>
    public async Task RestartAsync(params (string Key, string? Value)[] settings)
    {
        var database = Host.Database;
        await Host.DisposeAsync();
        Host = await HostAsync(Address, database, settings);
    }

    public async Task SignInAsync(IPage page, string name, string password)
    {
        await page.GotoAsync(Address + "/signin?returnUrl=%2Faccount");
        await page.GetByLabel("User name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        // The address, not the page's load event: that one may have fired before anybody waits for it.
        await Assertions.Expect(page).ToHaveURLAsync(AccountAddress());
    }

    [GeneratedRegex("^[^?]+/account")]
    private static partial Regex AccountAddress();

    private static Task<AuthHost> HostAsync(string address, string? database, params (string Key, string? Value)[] settings) =>
        AuthHost.StartAsync(database, settings: [("urls", address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)), ("Quilt:PublicUrls:Auth", address), .. settings]);

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        _playwright.Dispose();
        await Host.DisposeAsync();
    }
}
