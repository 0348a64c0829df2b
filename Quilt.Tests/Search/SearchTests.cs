using System.Net;
using System.Text;
using System.Text.Json;
using Quilt.Api.Callers;
using Quilt.Api.Policy;
using Quilt.Api.Search;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Search;

/// <summary>Alice's packages, searched for; each test class has its registry to itself.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private HttpClient _anonymous = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _anonymous = _registry.As(null);
        await AddAsync("clinton_email", "On Monday, August 31, the State Department released nearly 7,000 pages of Clinton’s heavily redacted emails (its biggest release of emails to date).");
        await AddAsync("wine", "From the UCI Machine Learning Repository: Lichman, M. (2013).");
        await AddAsync("nothing", "There are no Clinton's emails or wine data here.");
        await AddAsync("foo", null, "wine", "baz.csv");
        await AddAsync("landUse2024", null, "zoning_Map");
        await AddAsync("who", "Health statistics.");
        await AddAsync("winery", null);
        await _registry.AddPackageAsync("test_user", "hidden");
        await _registry.AddRevisionAsync("test_user", "hidden", "hidden", "wine");
    }

    public async Task DisposeAsync()
    {
        _anonymous.Dispose();
        await _registry.DisposeAsync();
    }

    [Theory]
    [InlineData("redact", "clinton_email")]
    [InlineData("releasing", "clinton_email")]
    [InlineData("state department's biggest release", "clinton_email")]
    [InlineData("clinton", "clinton_email nothing")]
    [InlineData("wine", "wine winery foo nothing")]
    [InlineData("no wine", "wine winery foo nothing")]
    [InlineData("nothing wine", "nothing")]
    [InlineData("test_user/wine", "wine winery foo nothing")]
    [InlineData("Test_User/Clinton_Email", "clinton_email nothing")]
    [InlineData("land", "landUse2024")]
    [InlineData("LANDUSE2024", "landUse2024")]
    [InlineData("2024", "landUse2024")]
    [InlineData("baz.csv", "foo")]
    [InlineData("zoningma", "")]
    [InlineData("zoning ma", "landUse2024")]
    [InlineData("clint", "clinton_email nothing")]
    [InlineData("who", "who")]
    [InlineData("hidden", "")]
    [InlineData("unheard-of", "")]
    [InlineData("!?", "")]
    public async Task Words_find_packages_best_first(string query, string expected) =>
        Assert.Equal(expected, string.Join(' ', await FindAsync(query)));

    [Theory]
    [InlineData("' | !( & :* <-> \\ ''")]
    [InlineData("wine:*A & !foo")]
    [InlineData("\"wine'); DROP TABLE packages; --")]
    [InlineData("% _ * ?")]
    [InlineData("\U0001F9F5 ﷽ \u0301 e\u0301")]
    public async Task Any_text_is_a_query(string query) => await FindAsync(query);

    [Fact]
    public async Task A_very_long_query_is_answered() => await FindAsync(string.Join(' ', Enumerable.Range(0, 900).Select(n => "w" + n)));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Without_words_all_visible_packages_are_listed_by_name(string query)
    {
        Assert.Equal(["clinton_email", "foo", "landUse2024", "nothing", "who", "wine", "winery"], await FindAsync(query));
        Assert.Equal(7, (await _anonymous.GetAsync("/api/search/").JsonAsync()).GetProperty("packages").GetArrayLength());
    }

    [Fact]
    public async Task A_hit_tells_what_lists_show()
    {
        var readme = new string('x', 1000) + new string('y', 1000);
        await AddAsync("described", readme);
        await _registry.AddPackageAsync("test_user", "bare", "public", "team");
        await _registry.AddRevisionAsync("test_user", "bare", "bare");

        var hit = Assert.Single((await _anonymous.GetAsync("/api/search/?q=described").JsonAsync()).GetProperty("packages").EnumerateArray());
        Assert.Equal("test_user", hit.GetProperty("owner").GetString());
        Assert.True(hit.GetProperty("is_public").GetBoolean());
        Assert.False(hit.GetProperty("is_team").GetBoolean());
        Assert.Equal(readme[..1024], hit.GetProperty("readme_preview").GetString());
        Assert.InRange(hit.GetProperty("rank").GetDouble(), 0.01, 1);
        var bare = Assert.Single((await _anonymous.GetAsync("/api/search/?q=bare").JsonAsync()).GetProperty("packages").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("readme_preview").ValueKind);
        Assert.True(bare.GetProperty("is_team").GetBoolean());
    }

    [Fact]
    public async Task No_push_is_too_much_for_the_index()
    {
        // Distinct short words up to the limit are what costs a vector most.
        var readme = new StringBuilder();
        for (var n = 0; readme.Length < SearchText.MaxReadmeLength; n++)
        {
            readme.Append((char)('一' + (n % 5000))).Append((char)('一' + (n / 5000))).Append(' ');
        }

        await _registry.AddPackageAsync("test_user", "huge", "public");
        await _registry.AddRevisionAsync("test_user", "huge", "huge", readme.ToString(), [.. Enumerable.Range(0, 20_000).Select(n => $"n{n}")]);
        Assert.Equal(["huge"], await FindAsync("huge"));
    }

    [Fact]
    public async Task Among_a_hundred_thousand_packages_no_search_reads_them_all()
    {
        await _registry.SqlAsync("""
            INSERT INTO packages (owner, name, is_public, is_team, created_at, updated_at, search)
            SELECT 'many', 'p' || n, true, false, now(), now(), to_tsvector('english', 'word' || n || ' common') FROM generate_series(1, 100000) n
            """);
        await _registry.SqlAsync("ANALYZE packages");

        var search = await PlanAsync(PackageSearch.MatchSql, SearchQuery.Of("word77"));
        Assert.Contains("Bitmap Index Scan on \"IX_packages_search\"", search, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on packages", search, StringComparison.Ordinal);

        var list = await PlanAsync(PackageSearch.ListSql, null);
        Assert.Contains("Index Scan using ix_packages_by_name on packages", list, StringComparison.Ordinal);
    }

    private async Task<string> PlanAsync(string sql, SearchQuery? query)
    {
        await using var command = _registry.Database.CreateCommand("EXPLAIN " + sql);
        new PackageSearch(_registry.Database, new RegistryPolicy(true, false)).AddParameters(command, query, Caller.Anonymous);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new StringBuilder();
        while (await reader.ReadAsync())
        {
            plan.AppendLine(reader.GetString(0));
        }

        return plan.ToString();
    }

    private async Task AddAsync(string name, string? readme, params string[] nodes)
    {
        await _registry.AddPackageAsync("test_user", name, "public");
        await _registry.AddRevisionAsync("test_user", name, name, readme, nodes);
    }

    private async Task<string[]> FindAsync(string query) =>
        (await _anonymous.GetAsync("/api/search/?q=" + Uri.EscapeDataString(query)).JsonAsync(HttpStatusCode.OK)).GetProperty("packages").Strings("name");
}
