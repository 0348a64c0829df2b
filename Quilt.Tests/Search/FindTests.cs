using System.Net;
using Quilt.Client;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Search;

public sealed class FindTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task Packages_are_filtered_sorted_and_paged()
    {
        foreach (var (owner, name, access) in ((string, string, string[])[])[("fay", "walrus", ["public"]), ("fay", "Zebra_walrus", []), ("gus", "apples", ["public"]), ("gus", "team_walrus", ["team"])])
        {
            await _registry.AddPackageAsync(owner, name, access);
            await _registry.AddRevisionAsync(owner, name, owner + name, name == "apples" ? "About walrus and more" : null);
        }

        var fay = new QuiltRegistryClient(_registry.As("fay"));
        Assert.Equal(["fay/walrus", "fay/Zebra_walrus", "gus/apples"], Names(await fay.FindPackagesAsync(new("walrus"))));
        Assert.Equal(["gus/apples", "fay/walrus", "fay/Zebra_walrus"], Names(await fay.FindPackagesAsync(new("walrus", Sort: "name"))));
        Assert.Equal(["gus/apples", "fay/Zebra_walrus", "fay/walrus"], Names(await fay.FindPackagesAsync(new("walrus", Sort: "newest"))));
        Assert.Equal(["fay/Zebra_walrus"], Names(await fay.FindPackagesAsync(new(Visibility: "private"))));
        Assert.Equal(["fay/walrus", "gus/apples"], Names(await fay.FindPackagesAsync(new("walrus", Visibility: "public"))));
        Assert.Equal(["fay/walrus", "fay/Zebra_walrus"], Names(await fay.FindPackagesAsync(new(Owner: "fay"))));

        var page = await fay.FindPackagesAsync(new("walrus"), offset: 1, limit: 1);
        Assert.Equal((3, 1, "Zebra_walrus"), (page.Total, page.Offset, Assert.Single(page.Packages).Name));
        var beyond = await fay.FindPackagesAsync(new("walrus"), offset: 10);
        Assert.Equal((3, 0), (beyond.Total, beyond.Packages.Count));
        Assert.Equal("About walrus and more", (await fay.FindPackagesAsync(new("apples"))).Packages[0].ReadmePreview);
        Assert.Equal(0, (await fay.FindPackagesAsync(new("--- ;;"))).Total);
        Assert.Equal(["fay/walrus", "gus/apples"], Names(await new QuiltRegistryClient(_registry.As(null)).FindPackagesAsync(new("walrus"))));
    }

    [Theory]
    [InlineData("visibility=secret", "visibility must be public, team or private.")]
    [InlineData("sort=random", "sort must be relevance, newest or name.")]
    [InlineData("limit=101", "limit must be a number from 1 to 100.")]
    [InlineData("offset=1001", "offset must be a number from 0 to 1000.")]
    public async Task What_cannot_be_asked_is_told_in_a_sentence(string query, string message)
    {
        using var http = _registry.As(null);
        Assert.Equal(message, await http.GetAsync("/api/find/?" + query).MessageAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Names_are_suggested_by_how_they_begin_to_whom_may_see_them()
    {
        foreach (var (owner, name, access) in ((string, string, string[])[])[("ottilie", "Otters", ["public"]), ("ottilie", "other", []), ("ottilie", "x_1", ["public"]), ("paula", "otter_food", ["bob"]), ("paula", "otto", ["public"])])
        {
            await _registry.AddPackageAsync(owner, name, access);
        }

        var (bob, anonymous) = (new QuiltRegistryClient(_registry.As("bob")), new QuiltRegistryClient(_registry.As(null)));
        Assert.Equal(["otto", "Otters", "otter_food", "x_1"], (await bob.SuggestPackagesAsync("ott")).Select(package => package.Name));
        Assert.Equal(["otto", "Otters", "x_1"], (await anonymous.SuggestPackagesAsync("OTT")).Select(package => package.Name));
        Assert.Equal(["Otters"], (await anonymous.SuggestPackagesAsync("ottilie/o")).Select(package => package.Name));
        Assert.Equal(["Otters", "x_1"], (await anonymous.SuggestPackagesAsync("ottilie/")).Select(package => package.Name));
        Assert.Empty(await anonymous.SuggestPackagesAsync("%"));
        Assert.Empty(await anonymous.SuggestPackagesAsync(""));
        Assert.Empty(await anonymous.SuggestPackagesAsync(new string('o', 5_000)));
    }

    [Fact]
    public async Task At_most_eight_are_suggested()
    {
        for (var number = 0; number < 12; number++)
        {
            await _registry.AddPackageAsync("crowd", $"crowded_{number}", "public");
        }

        Assert.Equal(8, (await new QuiltRegistryClient(_registry.As(null)).SuggestPackagesAsync("crowd")).Count);
    }

    private static string[] Names(FoundPage page) => [.. page.Packages.Select(package => $"{package.Owner}/{package.Name}")];
}
