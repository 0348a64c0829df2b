using Microsoft.Playwright;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>What is around every page.</summary>
[Collection(CatalogScene.Collection)]
public sealed class FrameTests(CatalogScene scene)
{
    [BrowserFact]
    public async Task Colours_are_chosen_without_script_and_the_next_page_comes_in_them()
    {
        await using var context = await scene.Browser.NewContextAsync(javaScript: false);
        var page = await scene.Browser.OpenAsync(context, "/search?q=weather");

        await page.GetByLabel("Colours").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(scene.Browser.At("/search?q=weather").AbsoluteUri);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        // The server writes it into the page, so that nothing flashes; signing in looks alike.
        Assert.Contains("data-theme=\"dark\"", await (await page.GotoAsync(scene.Browser.At("/").AbsoluteUri))!.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("data-theme=\"dark\"", await (await page.GotoAsync(new Uri(scene.Browser.Registry.Server.Auth, "/signin").AbsoluteUri))!.TextAsync(), StringComparison.Ordinal);

        await page.GotoAsync(scene.Browser.At("/").AbsoluteUri);
        await page.GetByLabel("Colours").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "As the system" }).ClickAsync();
        await Expect(page.Locator("html")).Not.ToHaveAttributeAsync("data-theme", "dark");
    }

    [BrowserFact]
    public async Task With_script_the_page_changes_at_once_and_the_choice_is_remembered()
    {
        await using var context = await scene.Browser.NewContextAsync();
        var page = await scene.Browser.OpenAsync(context, "/search");
        await page.EvaluateAsync("window.sameDocument = true");

        await page.GetByLabel("Colours").ClickAsync();
        await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync(), "**/theme");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument"));

        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [BrowserFact]
    public async Task Another_site_can_neither_choose_colours_nor_lead_people_away()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var foreign = new HttpRequestMessage(HttpMethod.Post, scene.Browser.At("/theme")) { Content = new FormUrlEncodedContent([new("theme", "dark")]) };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var refused = await http.SendAsync(foreign);
        using var away = await http.PostAsync(scene.Browser.At("/theme"), new FormUrlEncodedContent([new("theme", "dark"), new("next", "//evil.example")]));

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Equal("/", away.Headers.Location?.OriginalString);
    }

    [BrowserFact]
    public async Task The_keyboard_leads_to_the_content_the_search_and_through_menus()
    {
        var page = await scene.Browser.OpenAsync((await scene.Browser.VisitorAsync(scene.Owner)).Scripted, "/profile");

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#site-search")).ToBeFocusedAsync();
        await Expect(page.Locator("#site-search")).ToHaveValueAsync("");

        var menu = page.Locator("details.menu").First;
        await menu.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(menu.GetByRole(AriaRole.Link, new() { Name = "Your packages" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(menu.GetByRole(AriaRole.Link, new() { Name = "Your packages" })).ToBeHiddenAsync();
        await Expect(menu.Locator("summary")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task A_session_that_ended_elsewhere_is_said_to_have_ended()
    {
        var leaver = await scene.Browser.Registry.NewUserAsync();
        var page = await scene.Browser.OpenAsync((await scene.Browser.VisitorAsync(leaver)).Plain, "/profile");
        await (await scene.Browser.Registry.AdminAsync()).Registry.DisableUserAsync(leaver.Name);

        await page.ReloadAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your session has ended");
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToHaveAttributeAsync("href", "/signin?next=%2Fprofile");
    }
}
