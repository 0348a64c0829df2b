using System.Net;
using System.Text.RegularExpressions;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>What goes over the wire, and who may keep it.</summary>
[Collection(CatalogScene.Collection)]
public sealed partial class WeightTests(CatalogScene scene)
{
    [Fact]
    public async Task The_start_page_with_all_that_it_loads_weighs_less_than_100_KiB()
    {
        using var http = new HttpClient();
        var html = await http.GetByteArrayAsync(scene.Browser.At("/"));
        var loaded = Loaded().Matches(System.Text.Encoding.UTF8.GetString(html)).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct().ToList();
        var weight = html.Length;
        foreach (var path in loaded)
        {
            weight += (await http.GetByteArrayAsync(scene.Browser.At(path))).Length;
        }

        Assert.True(loaded.Count >= 4, string.Join(' ', loaded));
        Assert.InRange(weight, 1, 100 * 1024);
    }

    [Fact]
    public async Task Assets_are_kept_for_ever_and_pages_are_not()
    {
        using var http = new HttpClient();
        using var page = await http.GetAsync(scene.Browser.At("/"));
        var asset = WebUtility.HtmlDecode(Loaded().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value);
        using var kept = await http.GetAsync(scene.Browser.At(asset));

        Assert.Equal("no-cache, private", page.Headers.CacheControl?.ToString());
        Assert.Contains("immutable", kept.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        Assert.False(page.Headers.Contains("Set-Cookie"));
    }

    [GeneratedRegex("(?:href|src)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Loaded();
}
