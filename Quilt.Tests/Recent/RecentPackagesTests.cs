using Quilt.Tests.Registry;

namespace Quilt.Tests.Recent;

public sealed class RecentPackagesTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task Public_packages_come_newest_first_as_many_as_asked_for()
    {
        await _registry.SqlAsync("""
            INSERT INTO packages (owner, name, is_public, is_team, created_at, updated_at)
            SELECT 'alice', 'r' || n, n <> 120, true, '2026-01-01Z', timestamptz '2026-01-01 10:00:00.25Z' + n * interval '1 day' FROM generate_series(1, 120) n
            """);
        using var client = _registry.As(null);

        var packages = (await client.GetAsync("/api/recent_packages/?count=2").JsonAsync()).GetProperty("packages");
        Assert.Equal(["r119", "r118"], packages.Strings("name"));
        Assert.Equal(["alice", "alice"], packages.Strings("owner"));
        Assert.Equal("2026-04-30T10:00:00.25+00:00", packages[0].GetProperty("updated_at").GetString());

        foreach (var (query, expected) in (IEnumerable<(string, int)>)
            [("", 10), ("?count=", 10), ("?count=x", 10), ("?count=-5", 10), ("?count=2.5", 10), ("?count=0", 0), ("?count=50", 50), ("?count=101", 100), ("?count=99999999999999999999", 100)])
        {
            Assert.Equal(expected, (await client.GetAsync("/api/recent_packages/" + query).JsonAsync()).GetProperty("packages").GetArrayLength());
        }
    }
}
