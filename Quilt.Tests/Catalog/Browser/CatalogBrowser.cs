using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>
/// A browser on the catalog of the shared registry. People sign in once, as one does, and keep their profiles: pages are
/// tabs in them.
/// </summary>
public sealed class CatalogBrowser : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private readonly FlowRegistry _registry = new();
    private readonly ConcurrentDictionary<string, Task<Visitor>> _visitors = new();

    /// <summary>The registry behind the catalog.</summary>
    public FlowRegistry Registry => _registry;

    /// <summary>A page of the catalog.</summary>
    public Uri At(string path) => new(_registry.Server.Catalog, path);

    public async Task InitializeAsync()
    {
        await _chromium.InitializeAsync();
        await _registry.InitializeAsync();
    }

    public Task DisposeAsync() => _chromium.DisposeAsync();

    /// <summary>Somebody who is not signed in.</summary>
    internal Task<Visitor> StrangerAsync() => _visitors.GetOrAdd("", async _ => new Visitor(await _chromium.NewContextAsync(), await _chromium.NewContextAsync(javaScript: false)));

    /// <summary>Somebody who is signed in.</summary>
    internal Task<Visitor> VisitorAsync(PythonClient user) => SignedInAsync(user.Name, user.Credentials);

    /// <summary>The registry's admin, signed in.</summary>
    internal Task<Visitor> AdminAsync() => SignedInAsync("admin", [("username", "admin"), ("password", "quilt")]);

    /// <summary>A profile of nobody, for tests that sign in or out or keep cookies.</summary>
    internal Task<IBrowserContext> NewContextAsync(bool javaScript = true) => _chromium.NewContextAsync(javaScript);

    /// <summary>A tab at a page of the catalog.</summary>
    internal async Task<IPage> OpenAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(At(path).AbsoluteUri);
        return page;
    }

    private Task<Visitor> SignedInAsync(string name, IReadOnlyList<(string Field, string Value)> credentials) => _visitors.GetOrAdd(name, async _ =>
    {
        var visitor = new Visitor(await _chromium.NewContextAsync(), await _chromium.NewContextAsync(javaScript: false));
        await SignInAsync(visitor.Scripted, credentials);
        await SignInAsync(visitor.Plain, credentials);
        return visitor;
    });

    /// <summary>Signs in to a profile, as one does.</summary>
    internal async Task SignInAsync(IBrowserContext context, IReadOnlyList<(string Field, string Value)> credentials)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(At("/signin?next=/search").AbsoluteUri);
        foreach (var (field, value) in credentials)
        {
            await page.Locator($"input[name={field}]").FillAsync(value);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        // The address, and not that the page has loaded: that event may have passed before anybody listens for it.
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("(/search|/account/password.*)$"));
        if (page.Url.Contains("/account/password", StringComparison.Ordinal))
        {
            // The admin of a fresh registry is urged to choose a password.
            await page.GetByRole(AriaRole.Link, new() { Name = "Not now" }).ClickAsync();
            await Assertions.Expect(page).ToHaveURLAsync(At("/search").AbsoluteUri);
        }

        await page.CloseAsync();
    }
}
