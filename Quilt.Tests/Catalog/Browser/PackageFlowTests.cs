using System.IO.Compression;
using Microsoft.Playwright;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>Finding one's way through a package: its files, its revisions, what changed, and taking it along. Without script all of it works too.</summary>
[Collection(CatalogScene.Collection)]
public sealed class PackageFlowTests(CatalogScene scene)
{
    private string Package => $"/package/{scene.Owner.Name}/{scene.Public}";

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_walks_from_the_overview_to_a_file_and_back_up(bool withScript)
    {
        var page = await OpenAsync(withScript, Package);
        await page.GetByRole(AriaRole.Link, new() { Name = "Files", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "data", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(scene.Browser.At(Package + "/files/data").AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "readings", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "11.5", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText($"{scene.Public}.data.readings()")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Navigation, new() { Name = "Path" }).GetByRole(AriaRole.Link, new() { Name = "data", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "station", Exact = true })).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "11.5", Exact = true })).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_revisions_are_picked_and_compared(bool withScript)
    {
        var (first, second) = (scene.Revisions[0][..12], scene.Revisions[1][..12]);
        var page = await OpenAsync(withScript, Package + "/revisions");
        await page.GetByLabel($"Compare from {second}").CheckAsync();
        await page.GetByLabel($"Compare to {first}").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare the two" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(scene.Browser.At($"{Package}/compare/{second}...{first}").AbsoluteUri);
        await Expect(page.GetByText("3 rows became 2 rows")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "The other way round" }).ClickAsync();
        await Expect(page.GetByText("2 rows became 3 rows")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Changes of the README" }).GetByText("Hourly readings of a station.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Changes" }).GetByRole(AriaRole.Link, new() { Name = "Added" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "data/notes" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "data/readings" })).ToHaveCountAsync(0);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_folder_is_saved_as_a_zip_file_and_a_file_under_its_name()
    {
        var page = await OpenAsync(withScript: true, Package + "/files/data");
        var zip = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download as zip" }).ClickAsync());
        await using (var content = File.OpenRead(await zip.PathAsync()))
        using (var archive = new ZipArchive(content))
        {
            Assert.Equal(["notes.txt", "readings.csv", "station.json"], archive.Entries.Select(entry => entry.FullName));
        }

        await page.GotoAsync(scene.Browser.At(Package + "/files/data/notes").AbsoluteUri);
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download", Exact = true }).ClickAsync());
        Assert.Equal("notes.txt", file.SuggestedFilename);
        Assert.Equal("Calibrated in spring.\n", await File.ReadAllTextAsync(await file.PathAsync()));
        await page.CloseAsync();
    }

    private async Task<IPage> OpenAsync(bool withScript, string path)
    {
        var visitor = await scene.Browser.StrangerAsync();
        return await scene.Browser.OpenAsync(withScript ? visitor.Scripted : visitor.Plain, path);
    }
}
