using System.Net;
using System.Text;
using Quilt.Api.Callers;
using Quilt.Api.Contents;
using Quilt.Api.Policy;
using Quilt.Api.Search;
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

    [Fact]
    public async Task Lists_without_words_hold_what_each_caller_may_see_in_every_order()
    {
        await using var registry = await TestRegistry.StartAsync(settings: new Dictionary<string, string?> { ["Quilt:AllowTeamAccess"] = "true" });
        var packages = new List<(string Owner, string Name, string[] Access)>();
        foreach (var (number, access) in new string[][] { ["public"], ["team"], ["public", "team"], [], ["hal"], ["team", "hal"] }.Index())
        {
            packages.Add(("ida", $"p{number}", access));
            packages.Add(("hal", $"P{number}_of_hal", access.Contains("hal") ? [] : access));
        }

        foreach (var (owner, name, access) in packages)
        {
            await registry.AddPackageAsync(owner, name, access);
            await registry.AddRevisionAsync(owner, name, owner + name);
        }

        foreach (var caller in (string?[])[null, "hal", "ida", "kim"])
        {
            var client = new QuiltRegistryClient(registry.As(caller));
            var visible = packages.Where(package => package.Access.Contains("public") || (caller is not null && (package.Access.Contains("team") || package.Owner == caller || package.Access.Contains(caller)))).ToList();
            foreach (var (visibility, sort, owner) in from v in (string[])["", "public", "team", "private"] from s in (string[])["", "newest", "name"] from o in (string[])["", "hal", "nobody"] select (v, s, o))
            {
                var fitting = visible.Where(package => (owner.Length == 0 || package.Owner == owner)
                    && (visibility.Length == 0 || visibility == (package.Access.Contains("public") ? "public" : package.Access.Contains("team") ? "team" : "private")));
                var sorted = sort == "newest" ? fitting.Reverse() : fitting.OrderBy(package => package.Name.ToLowerInvariant(), StringComparer.Ordinal).ThenBy(package => package.Owner, StringComparer.Ordinal);
                Assert.Equal(sorted.Select(package => $"{package.Owner}/{package.Name}"), Names(await client.FindPackagesAsync(new("", owner, visibility, sort))));
            }
        }
    }

    [Fact]
    public async Task Among_twenty_thousand_packages_no_list_reads_them_all()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.SqlAsync("""
            INSERT INTO packages (owner, name, is_public, is_team, created_at, updated_at, shown_revision_id, search)
            SELECT 'many' || n % 500, 'p' || n, n % 10 > 1, n % 10 = 0, now(), now() - n * interval '1 minute', n, to_tsvector('english', 'word' || n) FROM generate_series(1, 20000) n;
            INSERT INTO access (package_id, user_name, granted_at) SELECT id, owner, now() FROM packages;
            """);
        await registry.SqlAsync("ANALYZE packages");
        await registry.SqlAsync("ANALYZE access");
        var finder = new PackageFinder(registry.Database, new RegistryPolicy(true, true));
        var caller = new Caller("many7", "many7@example.org", false);
        foreach (var (query, indexes) in ((FindQuery, string[])[])
        [
            (new("", "", "", "newest"), ["ix_packages_recent", "ix_packages_team_recent", "IX_access_user_name_package_id"]),
            (new("", "", "public", "newest"), ["ix_packages_recent"]),
            (new("", "", "team", "newest"), ["ix_packages_team_recent"]),
            (new("", "", "", "name"), ["ix_packages_shared_names", "IX_access_user_name_package_id"]),
            (new("", "", "public", ""), ["ix_packages_shared_names"]),
            (new("", "", "private", "newest"), ["IX_access_user_name_package_id"]),
            (new("", "many7", "", "newest"), ["IX_packages_owner_name"]),
        ])
        {
            await using var command = registry.Database.CreateCommand("EXPLAIN " + PackageFinder.ListSql(query, caller));
            finder.AddParameters(command.Parameters, caller, query, null, new PageChoice(0, 30));
            await using var reader = await command.ExecuteReaderAsync();
            var plan = new StringBuilder();
            while (await reader.ReadAsync())
            {
                plan.AppendLine(reader.GetString(0));
            }

            Assert.DoesNotContain("Seq Scan on packages", plan.ToString(), StringComparison.Ordinal);
            Assert.All(indexes, index => Assert.Contains(index, plan.ToString(), StringComparison.Ordinal));
        }
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
