using Microsoft.Playwright;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>Sharing a package, without script.</summary>
[Collection(CatalogScene.Collection)]
public sealed class AccessFlowTests(CatalogScene scene)
{
    [BrowserFact]
    public async Task A_package_is_shared_and_taken_back()
    {
        var friend = await scene.Browser.Registry.NewUserAsync();
        var page = await OpenAsync();

        await ShareAsync(page, "nobody_at_all");
        await Expect(page.Locator("#who-error")).ToContainTextAsync("does not exist");
        await Expect(page.GetByLabel("User name or e-mail address")).ToHaveValueAsync("nobody_at_all");

        await ShareAsync(page, friend.Name);
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync($"{friend.Name} may see it now.");
        Assert.Contains(friend.Name, await scene.Owner.Registry.GetAccessAsync(scene.Owner.Name, scene.Private));

        await page.GetByRole(AriaRole.Button, new() { Name = $"Revoke access of {friend.Name}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(friend.Name);
        Assert.DoesNotContain(friend.Name, await scene.Owner.Registry.GetAccessAsync(scene.Owner.Name, scene.Private));
    }

    [BrowserFact]
    public async Task Somebody_is_invited_by_mail_and_sees_the_package_as_soon_as_they_sign_in()
    {
        var name = FlowRegistry.NewName("invited");
        var page = await OpenAsync();

        await ShareAsync(page, $"{name}@example.org");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync($"{name}@example.org is invited, by e-mail.");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Withdraw the invitation of {name}@example.org" })).ToBeVisibleAsync();

        var invited = await PythonClient.RegisterAsync(scene.Browser.Registry.Server, name);
        var visitor = await scene.Browser.VisitorAsync(invited);
        var theirs = await scene.Browser.OpenAsync(visitor.Plain, $"/package/{scene.Owner.Name}/{scene.Private}");
        await Expect(theirs.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(scene.Private);
    }

    [BrowserFact]
    public async Task Making_a_package_public_says_first_what_that_means()
    {
        var package = FlowRegistry.NewName("shown");
        await scene.Owner.PushAsync(package, FlowPackage.Of(("a.csv", "1")));
        var page = await scene.Browser.OpenAsync((await scene.Browser.VisitorAsync(scene.Owner)).Plain, $"/package/{scene.Owner.Name}/{package}/access");
        var stranger = (await scene.Browser.StrangerAsync()).Plain;

        await page.GetByRole(AriaRole.Link, new() { Name = "Make public…" }).ClickAsync();
        await Expect(page.GetByText("all of its revisions")).ToBeVisibleAsync();
        Assert.Equal(404, (await stranger.APIRequest.GetAsync(PageOf(package))).Status);

        await page.GetByRole(AriaRole.Button, new() { Name = $"Make {scene.Owner.Name}/{package} public" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The package is public now.");
        Assert.Equal(200, (await stranger.APIRequest.GetAsync(PageOf(package))).Status);

        await page.GetByRole(AriaRole.Link, new() { Name = "Stop being public…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "no longer public" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The package is no longer public.");
        Assert.Equal(404, (await stranger.APIRequest.GetAsync(PageOf(package))).Status);
    }

    private static async Task ShareAsync(IPage page, string who)
    {
        await page.GetByLabel("User name or e-mail address").FillAsync(who);
        await page.GetByRole(AriaRole.Button, new() { Name = "Share" }).ClickAsync();
    }

    private string PageOf(string package) => scene.Browser.At($"/package/{scene.Owner.Name}/{package}").AbsoluteUri;

    private async Task<IPage> OpenAsync() =>
        await scene.Browser.OpenAsync((await scene.Browser.VisitorAsync(scene.Owner)).Plain, $"/package/{scene.Owner.Name}/{scene.Private}/access");
}
