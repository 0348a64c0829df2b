using Microsoft.Playwright;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>Finding packages.</summary>
[Collection(CatalogScene.Collection)]
public sealed class SearchFlowTests(CatalogScene scene)
{
    [BrowserFact]
    public async Task Names_are_suggested_while_one_types_and_the_keyboard_takes_one()
    {
        var page = await scene.Browser.OpenAsync((await scene.Browser.StrangerAsync()).Scripted, "/search");
        var box = page.Locator("#site-search");

        await page.Keyboard.PressAsync("/");
        await box.PressSequentiallyAsync(scene.Public[..^1]);
        var list = page.GetByRole(AriaRole.Listbox);
        var option = list.GetByRole(AriaRole.Option, new() { Name = $"{scene.Owner.Name}/{scene.Public}", Exact = true });
        await Expect(option).ToBeVisibleAsync();
        await Expect(box).ToHaveAttributeAsync("aria-expanded", "true");
        await PageRules.HoldAsync(page);

        await box.FillAsync(scene.Owner.Name + "/" + scene.Public);
        await Expect(list.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(option).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Escape");
        await Expect(list).ToBeHiddenAsync();

        await box.FillAsync(scene.Public);
        await Expect(option).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(scene.Browser.At($"/package/{scene.Owner.Name}/{scene.Public}").AbsoluteUri);
    }

    [BrowserFact]
    public async Task Nobody_is_suggested_what_they_may_not_see()
    {
        var address = scene.Browser.At($"/search/suggest?q={scene.Private}").AbsoluteUri;

        Assert.Equal("[]", await (await (await scene.Browser.StrangerAsync()).Plain.APIRequest.GetAsync(address)).TextAsync());
        var theirs = await (await scene.Browser.VisitorAsync(scene.Member)).Plain.APIRequest.GetAsync(address);
        Assert.Equal($"[\"{scene.Owner.Name}/{scene.Private}\"]", await theirs.TextAsync());
        Assert.Contains("no-store", theirs.Headers["cache-control"], StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Results_are_filtered_sorted_and_paged_and_the_address_says_how()
    {
        var page = await scene.Browser.OpenAsync((await scene.Browser.VisitorAsync(scene.Owner)).Plain, "/search");

        await page.GetByLabel("Owner").FillAsync(scene.Owner.Name);
        await page.GetByLabel("Visibility").SelectOptionAsync("private");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        Assert.Contains($"owner={scene.Owner.Name}&visibility=private", page.Url, StringComparison.Ordinal);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"{scene.Owner.Name}/{scene.Private}" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"{scene.Owner.Name}/{scene.Public}" })).ToHaveCountAsync(0);

        await page.GetByLabel("Owner").FillAsync("nobody_at_all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear the filters" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(scene.Browser.At("/search?q=").AbsoluteUri);
    }

    [BrowserFact]
    public async Task Many_results_come_page_by_page()
    {
        var user = await scene.Browser.Registry.NewUserAsync();
        var content = FlowPackage.Of(("a.csv", "1"));
        for (var number = 0; number < 32; number++)
        {
            await user.PushAsync($"many{number:00}", content, isPublic: true);
        }

        var page = await scene.Browser.OpenAsync((await scene.Browser.StrangerAsync()).Plain, $"/search?owner={user.Name}");
        await Expect(page.Locator(".cards > li")).ToHaveCountAsync(30);
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Expect(page.Locator(".cards > li")).ToHaveCountAsync(2);
        await Expect(page.GetByText("Page 2 of 2")).ToBeVisibleAsync();

        // An address that counts on more shows the last page there is.
        await page.GotoAsync(scene.Browser.At($"/search?owner={user.Name}&page=9").AbsoluteUri);
        await Expect(page.Locator(".cards > li")).ToHaveCountAsync(2);
    }
}
