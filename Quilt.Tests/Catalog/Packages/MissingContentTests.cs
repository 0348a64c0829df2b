using System.Net;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Packages;

/// <summary>Pages and downloads of a file whose object the store does not have.</summary>
public sealed class MissingContentTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    [Fact]
    public async Task A_lost_file_is_told_wherever_it_would_be_shown_or_downloaded_and_the_others_stay()
    {
        var (owner, name) = (registry.User, FlowRegistry.NewName("lossy"));
        var package = FlowPackage.Of(("README.md", "# Lossy\n\n![plot](data/plot.png)"), ("data/lost.csv", "a,b\n1,2\n"), ("data/kept.csv", "c,d\n3,4\n"), ("data/plot.png", "lost too"));
        await owner.PushAsync(name, package, isPublic: true);
        registry.Lose(owner.Name, package.Root.Find("data/lost")!.Hashes[0]);
        registry.Lose(owner.Name, package.Root.Find("data/plot")!.Hashes[0]);
        var address = $"/package/{owner.Name}/{name}";

        var file = await GetAsync(address + "/files/data/lost");
        Assert.Contains("This file is missing", file, StringComparison.Ordinal);
        Assert.Contains("push it again", file, StringComparison.Ordinal);
        Assert.Contains(package.Root.Find("data/lost")!.Hashes[0], file, StringComparison.Ordinal);
        Assert.DoesNotContain($"{address}/download/", file, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"preview\"", file, StringComparison.Ordinal);

        var download = await GetAsync(address + "/download/data/lost", 404);
        Assert.Contains("This file is missing", download, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}/files/data/lost\"", download, StringComparison.Ordinal);
        foreach (var (zip, page) in ((string, string)[])[("/zip", "/files"), ("/zip/data?hash=" + package.Hash, "/files/data?hash=" + package.Hash)])
        {
            var refused = await GetAsync(address + zip, 404);
            Assert.Contains("Some of the files are missing", refused, StringComparison.Ordinal);
            Assert.Contains($"href=\"{address}{page}\"", refused, StringComparison.Ordinal);
            Assert.DoesNotContain("There is no such package", refused, StringComparison.Ordinal);
        }

        await GetAsync(address + "/picture/data/plot.png", 404);
        Assert.Contains("Lossy", await GetAsync(address), StringComparison.Ordinal);
        Assert.Contains("lost.csv", await GetAsync(address + "/files/data"), StringComparison.Ordinal);
        Assert.Contains(">3<", (await GetAsync(address + "/files/data/kept")).Replace("<bdi>", "", StringComparison.Ordinal).Replace("</bdi>", "<", StringComparison.Ordinal), StringComparison.Ordinal);
        using var kept = await Http.GetAsync(new Uri(registry.Server.Catalog, address + "/download/data/kept"));
        Assert.Equal(HttpStatusCode.Found, kept.StatusCode);

        // A comparison leaves out what it cannot read.
        var next = FlowPackage.Of(("README.md", "# Lossy"), ("data/lost.csv", "a,b\n1,2\n3,4\n"));
        await owner.PushAsync(name, next, isPublic: true);
        Assert.Contains("data/lost", await GetAsync($"{address}/compare/{package.Hash}...{next.Hash}"), StringComparison.Ordinal);

        // Pushed again, it is back.
        await owner.PushAsync(name, package, isPublic: true);
        Assert.Contains("class=\"preview\"", await GetAsync(address + "/files/data/lost"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_which_a_part_is_lost_says_which()
    {
        var (owner, name) = (registry.User, FlowRegistry.NewName("torn"));
        var package = FlowPackage.Everything(name);
        await owner.PushAsync(name, package, isPublic: true);
        registry.Lose(owner.Name, package.Root.Find("table")!.Hashes[1]);

        var page = await GetAsync($"/package/{owner.Name}/{name}/files/table");
        Assert.Contains("Part 2 of 2 is missing", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Download all parts", page, StringComparison.Ordinal);
    }

    private async Task<string> GetAsync(string path, int status = 200)
    {
        using var answer = await Http.GetAsync(new Uri(registry.Server.Catalog, path));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{path}: {(int)answer.StatusCode}: {html}");
        return html;
    }
}
