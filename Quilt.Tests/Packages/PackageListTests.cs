using System.Net;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Packages;

public sealed class PackageListTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task Packages_are_listed_by_name_whatever_its_case_with_their_visibility()
    {
        await _registry.AddPackageAsync("lena", "b", "public");
        await _registry.AddPackageAsync("lena", "C");
        await _registry.AddPackageAsync("lena", "a", "team");
        using var lena = _registry.As("lena");
        var answer = await lena.GetAsync("/api/package/lena/").JsonAsync();
        Assert.Equal(
            """{"packages":[{"name":"a","is_public":false,"is_team":true},{"name":"b","is_public":true,"is_team":false},{"name":"C","is_public":false,"is_team":false}]}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task Hashes_are_listed_oldest_first()
    {
        await _registry.AddPackageAsync("alice", "hashes");
        var first = await _registry.AddRevisionAsync("alice", "hashes", "hashes1");
        var second = await _registry.AddRevisionAsync("alice", "hashes", "hashes2");
        using var alice = _registry.As("alice");
        var answer = await alice.GetAsync("/api/package/alice/hashes").JsonAsync();
        Assert.Equal($$"""{"hashes":["{{first}}","{{second}}"]}""", answer.GetRawText());
    }

    [Fact]
    public async Task A_deleted_package_leaves_its_events_and_nothing_else()
    {
        await _registry.AddPackageAsync("dora", "gone", "bob");
        await _registry.AddPackageAsync("dora", "kept");
        foreach (var package in (string[])["gone", "kept"])
        {
            var hash = await _registry.AddRevisionAsync("dora", package, package);
            using var owner = _registry.As("dora");
            await owner.PutHashAsync($"/api/tag/dora/{package}/latest", hash).IsDoneAsync();
            await owner.PutHashAsync($"/api/version/dora/{package}/1", hash).IsDoneAsync();
            await _registry.SqlAsync($"INSERT INTO package_objects SELECT id, decode('{hash}', 'hex'), 1 FROM packages WHERE owner = 'dora' AND name = '{package}'");
        }

        using var dora = _registry.As("dora");
        await dora.DeleteAsync("/api/package/dora/gone/").IsDoneAsync();

        Assert.Equal("Package dora/gone does not exist", await dora.DeleteAsync("/api/package/dora/gone/").MessageAsync(HttpStatusCode.NotFound));
        Assert.Equal("Package dora/gone does not exist", await dora.GetAsync("/api/tag/dora/gone/latest").MessageAsync(HttpStatusCode.NotFound));
        await dora.GetAsync("/api/tag/dora/kept/latest").JsonAsync();
        Assert.Equal(1L, await _registry.SqlAsync("SELECT count(*) FROM events WHERE type = 4 AND user_name = 'dora' AND package_owner = 'dora' AND package_name = 'gone'"));
        foreach (var table in (string[])["revisions", "package_objects", "access", "tags", "versions", "log"])
        {
            Assert.Equal(0L, await _registry.SqlAsync($"SELECT count(*) FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM packages p WHERE p.id = t.package_id)"));
            Assert.Equal(1L, await _registry.SqlAsync($"SELECT count(*) FROM {table} t JOIN packages p ON p.id = t.package_id WHERE p.owner = 'dora'"));
        }
    }

    [Fact]
    public async Task A_refused_deletion_records_nothing()
    {
        await _registry.AddPackageAsync("alice", "stays", "bob");
        using var bob = _registry.As("bob");
        Assert.Equal("Only the package owner can delete packages.", await bob.DeleteAsync("/api/package/alice/stays/").MessageAsync(HttpStatusCode.Forbidden));
        Assert.Equal(0L, await _registry.SqlAsync("SELECT count(*) FROM events WHERE package_name = 'stays'"));
    }
}
