using Microsoft.Playwright;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>Tags, versions and the end of a package, without script.</summary>
[Collection(CatalogScene.Collection)]
public sealed class SettingsFlowTests(CatalogScene scene)
{
    [BrowserFact]
    public async Task Tags_are_set_moved_and_deleted()
    {
        var page = await OpenAsync(scene.Public);

        await SetTagAsync(page, "review", scene.Revisions[0]);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The tag review is at");
        await SetTagAsync(page, "review", scene.Revisions[1]);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(scene.Revisions[1][..8]);
        Assert.Equal(scene.Revisions[1], (await scene.Owner.Registry.GetTagAsync(scene.Owner.Name, scene.Public, "review")).Hash);

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the tag review" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The tag review is gone");
        Assert.DoesNotContain(await scene.Owner.Registry.GetTagsAsync(scene.Owner.Name, scene.Public), tag => tag.Tag == "review");
    }

    [BrowserFact]
    public async Task A_version_is_added_once_and_what_is_wrong_is_said_beside_it()
    {
        var page = await OpenAsync(scene.Public);

        await AddVersionAsync(page, "not a version");
        await Expect(page.Locator("#version-error")).Not.ToBeEmptyAsync();
        await Expect(page.GetByLabel("New version")).ToHaveValueAsync("not a version");
        await AddVersionAsync(page, "2.0.0");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Version 2.0.0 names");
        await AddVersionAsync(page, "1.0.0");
        await Expect(page.Locator("#version-error")).ToHaveTextAsync("Version already exists");
        Assert.Equal(["1.0.0", "2.0.0"], (await scene.Owner.Registry.GetVersionsAsync(scene.Owner.Name, scene.Public)).Select(version => version.Version));
    }

    [BrowserFact]
    public async Task A_package_is_deleted_only_when_its_name_is_typed()
    {
        var package = FlowRegistry.NewName("doomed");
        await scene.Owner.PushAsync(package, FlowPackage.Of(("a.csv", "1")));
        var page = await OpenAsync(package);
        var confirmation = page.GetByLabel($"Type {scene.Owner.Name}/{package} to confirm");

        await confirmation.FillAsync(package);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the package" }).ClickAsync();
        await Expect(page.Locator("#confirmation-error")).ToContainTextAsync("Nothing was deleted");
        Assert.Single(await scene.Owner.Registry.GetHashesAsync(scene.Owner.Name, package));

        await confirmation.FillAsync($"{scene.Owner.Name}/{package}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the package" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("is deleted");
        await Expect(page).ToHaveURLAsync(scene.Browser.At("/profile").AbsoluteUri);
        Assert.DoesNotContain(await scene.Owner.Registry.GetPackagesAsync(scene.Owner.Name), entry => entry.Name == package);
    }

    private static async Task SetTagAsync(IPage page, string tag, string hash)
    {
        await page.GetByLabel("New or moved tag").FillAsync(tag);
        await page.GetByLabel("Revision of the tag").SelectOptionAsync(hash);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the tag" }).ClickAsync();
    }

    private static async Task AddVersionAsync(IPage page, string version)
    {
        await page.GetByLabel("New version").FillAsync(version);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the version" }).ClickAsync();
    }

    private async Task<IPage> OpenAsync(string package) =>
        await scene.Browser.OpenAsync((await scene.Browser.VisitorAsync(scene.Owner)).Plain, $"/package/{scene.Owner.Name}/{package}/settings");
}
