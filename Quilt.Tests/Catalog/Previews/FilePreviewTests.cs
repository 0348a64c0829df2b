using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Quilt.Catalog.Previews;

namespace Quilt.Tests.Catalog.Previews;

/// <summary>What the component makes of a preview.</summary>
public sealed class FilePreviewTests(PreviewBench bench) : IClassFixture<PreviewBench>
{
    private const string Script = "<script>alert(1)</script>";

    [Fact]
    public async Task A_table_marks_the_row_that_was_linked_and_links_every_row()
    {
        var page = await RenderAsync("a.csv", "n,t\n" + string.Concat(Enumerable.Range(0, 120).Select(number => $"{number},x\n")), new PreviewView(Row: 77));

        var marked = Assert.Single(page.QuerySelectorAll("tr.marked"));
        Assert.Equal("r77", marked.Id);
        Assert.Equal("/files/a?hash=1&row=77#r77", marked.QuerySelector("th a")!.GetAttribute("href"));
        Assert.Equal(["/files/a?hash=1&page=1", "/files/a?hash=1&page=3", "/files/a?hash=1&page=3"], page.QuerySelectorAll("nav.pager a").Select(link => link.GetAttribute("href")));
        Assert.Contains("120 rows", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Histogram: 0 to", page.QuerySelector("svg.bars")!.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("Histograms are from all rows.", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_csv_leads_to_all_its_places_and_each_row_there_has_an_address()
    {
        var content = "n,t\n" + string.Concat(Enumerable.Range(0, 600_000).Select(number => $"{number},word\n"));
        var beginning = await RenderAsync("a.csv", content);
        var further = await RenderAsync("a.csv", content, new PreviewView(Offset: content.Length / 2));

        var links = beginning.QuerySelector("nav[aria-label='Places in the file']")!.QuerySelectorAll("a");
        Assert.Equal(["25 %", "50 %", "75 %", "End", "Beyond the counted rows"], links.Select(link => link.TextContent));
        Assert.Equal($"/files/a?hash=1&offset={content.Length / 2}", links[1].GetAttribute("href"));
        Assert.Equal(["Beginning", "Back", "25 %", "50 %", "75 %", "End", "On"], further.QuerySelector("nav[aria-label='Places in the file']")!.QuerySelectorAll("a").Select(link => link.TextContent));
        Assert.Empty(further.QuerySelectorAll("nav[aria-label='Pages of rows']"));
        var row = further.QuerySelector("tbody tr")!;
        Assert.Equal($"/files/a?hash=1&offset={row.Id![1..]}#{row.Id}", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains($"50 rows from byte {int.Parse(row.Id[1..], null):N0} of {content.Length:N0} on", further.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_names_lines_and_code_are_text_whatever_they_hold()
    {
        var table = await RenderAsync("a.csv", $"{Script}\n{Script}\n\"\"\"><img src=x onerror=alert(1)>\"\n");
        var text = await RenderAsync("a.txt", $"{Script}\n</pre><img src=x onerror=alert(1)>");
        var notebook = await RenderAsync("a.ipynb", JsonSerializer.Serialize(new { cells = new[] { new { cell_type = "code", source = Script, outputs = Array.Empty<string>() } } }));

        foreach (var page in new[] { table, text, notebook })
        {
            Assert.Empty(page.QuerySelectorAll("script, img, [onerror]"));
            Assert.Contains(Script, page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Lines_have_numbers_that_are_links()
    {
        var page = await RenderAsync("a.py", string.Concat(Enumerable.Range(1, 1200).Select(number => $"line {number}\n")), new PreviewView(2));

        var line = page.GetElementById("L1001")!;
        Assert.Equal("1001line 1001", line.TextContent);
        Assert.Equal("/files/a?hash=1&page=2#L1001", line.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(200, page.QuerySelectorAll(".lines span").Length);
    }

    [Fact]
    public async Task What_was_cut_is_said()
    {
        var page = await RenderAsync("a.csv", $"a\n{new string('x', 1000)}\n");

        Assert.Equal("Cells longer than 300 characters are cut.", Assert.Single(page.QuerySelectorAll(".notes li")).TextContent);
    }

    [Fact]
    public async Task A_picture_comes_from_the_store_without_telling_it_the_page()
    {
        var page = await RenderAsync("a\u202Egnp.png", Picture.Png(3, 2));

        var image = (IHtmlImageElement)Assert.Single(page.QuerySelectorAll("img"));
        Assert.StartsWith(bench.Store.Url, image.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal("no-referrer", image.GetAttribute("referrerpolicy"));
        Assert.Equal("a[U+202E]gnp.png", image.AlternativeText);
    }

    [Fact]
    public async Task Where_nothing_can_be_shown_the_reason_is()
    {
        var page = await RenderAsync("a.bin", "\0");

        Assert.Equal("No preview", page.QuerySelector(".empty h2")!.TextContent);
        Assert.StartsWith("It is binary.", page.QuerySelector(".empty p")!.TextContent, StringComparison.Ordinal);
    }

    private Task<IHtmlDocument> RenderAsync(string name, string content, PreviewView? view = null) => RenderAsync(name, Encoding.UTF8.GetBytes(content), view);

    private async Task<IHtmlDocument> RenderAsync(string name, byte[] content, PreviewView? view = null)
    {
        var source = new PreviewSource(name, [await bench.PutAsync(content)], "/files/a?hash=1");
        using var previews = PreviewBench.NewService(new PreviewOptions { ObjectsEndpoint = new Uri(bench.Store.Url), Seconds = 60 });
        await using var services = new ServiceCollection().AddSingleton(previews).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        RenderFragment preview = builder =>
        {
            builder.OpenComponent<FilePreview>(0);
            builder.AddComponentParameter(1, nameof(FilePreview.Source), source);
            builder.AddComponentParameter(2, nameof(FilePreview.View), view ?? new PreviewView());
            builder.CloseComponent();
        };
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<CascadingValue<HttpContext>>(ParameterView.FromDictionary(
            new Dictionary<string, object?> { ["Value"] = new DefaultHttpContext(), ["ChildContent"] = preview }))).ToHtmlString());
        return await new HtmlParser().ParseDocumentAsync(html);
    }
}
