using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Quilt.Client;
using Quilt.Tests.Catalog.Previews;
using Quilt.Tests.Flows;
using static Microsoft.Playwright.Assertions;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>The pages of files of every kind that is shown.</summary>
[Collection(CatalogScene.Collection)]
public sealed class PreviewPageTests(CatalogScene scene)
{
    private static readonly SemaphoreSlim Once = new(1);
    private static string? _package;

    [BrowserTheory]
    [InlineData("table", "?row=60", "tr.marked")]
    [InlineData("list", "", "td")]
    [InlineData("code", "", "#L3")]
    [InlineData("object", "", ".lines")]
    [InlineData("notebook", "", ".output img")]
    [InlineData("picture", "", "figure img")]
    [InlineData("text", "", "article h2")]
    [InlineData("binary", "", ".preview .empty")]
    public async Task A_file_is_shown_to_everybody_on_every_screen(string node, string query, string element)
    {
        var address = scene.Browser.At($"/package/{scene.Owner.Name}/{await PackageAsync()}/files/{node}{query}");
        var page = await scene.Browser.OpenAsync((await scene.Browser.StrangerAsync()).Plain, address.PathAndQuery);

        await Expect(page.Locator(element).First).ToBeVisibleAsync();
        await PageRules.HoldAsync(await scene.Browser.StrangerAsync(), address, picture: $"preview-{node}");
    }

    [BrowserFact]
    public async Task A_readme_shows_the_pictures_beside_it_and_leads_to_the_files()
    {
        var page = await scene.Browser.OpenAsync((await scene.Browser.StrangerAsync()).Scripted, $"/package/{scene.Owner.Name}/{await PackageAsync()}");

        var picture = page.Locator("article img");
        await Expect(picture).ToBeVisibleAsync();
        await picture.EvaluateAsync("image => image.decode()");
        Assert.Equal(320, await picture.EvaluateAsync<int>("image => image.naturalWidth"));
        await page.GetByRole(AriaRole.Link, new() { Name = "the code" }).ClickAsync();
        await Expect(page.Locator("#L1")).ToContainTextAsync("import quilt");
    }

    [BrowserFact]
    public async Task Pages_of_rows_turn_and_a_row_has_an_address()
    {
        var page = await scene.Browser.OpenAsync((await scene.Browser.StrangerAsync()).Plain, $"/package/{scene.Owner.Name}/{await PackageAsync()}/files/table");

        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Row 51", Exact = true }).ClickAsync();

        await Expect(page.Locator("tr.marked th")).ToHaveTextAsync("51");
        Assert.EndsWith("row=51#r51", page.Url, StringComparison.Ordinal);
    }

    /// <summary>One package for all of these tests.</summary>
    private async Task<string> PackageAsync()
    {
        await Once.WaitAsync();
        try
        {
            return _package ??= await PushAsync();
        }
        finally
        {
            Once.Release();
        }
    }

    private async Task<string> PushAsync()
    {
        var name = FlowRegistry.NewName("shown");
        var package = new PackageBuilder();
        void Add(string node, string fileName, byte[] content) => package.AddFile(node, content, JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["q_path"] = fileName }));
        Add("README", "README.md", "# Iris\n\n![a plot](images/plot.png)\n\nSee [the code](run.py).\n"u8.ToArray());
        Add("table", "iris.parquet", await ParquetFiles.MeasuresAsync(500, 200));
        Add("list", "list.csv", Encoding.UTF8.GetBytes("name,count,when\n" + string.Concat(Enumerable.Range(0, 70).Select(number => $"item {number % 5},{number * number},2024-01-{1 + (number % 28):00}\n")) + ",,\n"));
        Add("code", "run.py", "import quilt\n\n\ndef run(package):\n    \"\"\"Install it, and show its first rows.\"\"\"\n    return quilt.load(package).head()\n"u8.ToArray());
        Add("object", "station.json", "{\"name\":\"north\",\"height\":[12,{\"unit\":\"m\"}]}"u8.ToArray());
        Add("picture", "plot.png", Picture.Png(640, 400));
        Add("text", "notes.md", "## Notes\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"u8.ToArray());
        Add("binary", "model.bin", new byte[1000]);
        package.AddFile("images/plot", Picture.Png(320, 200), JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["q_path"] = "images/plot.png" }));
        Add("notebook", "explore.ipynb", JsonSerializer.SerializeToUtf8Bytes(new
        {
            cells = new object[]
            {
                new { cell_type = "markdown", source = "# Explore\n\nThe *first* rows." },
                new { cell_type = "code", execution_count = 1, source = "iris.head()", outputs = new object[] { new { output_type = "execute_result", data = new Dictionary<string, string> { ["text/html"] = "<table><thead><tr><th>species</th><th>n</th></tr></thead><tbody><tr><td>setosa</td><td>50</td></tr></tbody></table>" } } } },
                new { cell_type = "code", execution_count = 2, source = "iris.plot()", outputs = new object[] { new { output_type = "display_data", data = new Dictionary<string, string> { ["image/png"] = Convert.ToBase64String(Picture.Png(300, 150)) } } } },
                new { cell_type = "code", execution_count = 3, source = "1/0", outputs = new object[] { new { output_type = "error", ename = "ZeroDivisionError", evalue = "division by zero", traceback = new[] { "ZeroDivisionError: division by zero" } } } },
            },
            metadata = new { kernelspec = new { display_name = "Python 3" } },
        }));
        var hash = PackageHash.Compute(package.Root);
        var push = new PackagePush(package.Root, package.Sizes, IsPublic: true);
        var registry = scene.Owner.Registry;
        await new PackageTransfer(PythonClient.Storage).UploadAsync(await registry.DryRunPushAsync(scene.Owner.Name, name, hash, push), package.Objects);
        await registry.PushAsync(scene.Owner.Name, name, hash, push);
        await registry.SetTagAsync(scene.Owner.Name, name, "latest", hash);
        return name;
    }
}
