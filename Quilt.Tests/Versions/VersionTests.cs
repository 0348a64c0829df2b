using System.Net;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Versions;

public sealed class VersionTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task A_version_is_found_in_every_spelling_and_listed_as_written()
    {
        await _registry.AddPackageAsync("alice", "spelt", "public");
        var hash = await _registry.AddRevisionAsync("alice", "spelt", "spelt");
        using var alice = _registry.As("alice");
        await alice.PutHashAsync("/api/version/alice/spelt/1.0.0-Alpha1", hash).IsDoneAsync();

        foreach (var spelling in (string[])["1.0.0-Alpha1", "1.0.0a1", "v1.0.0.alpha.1", "1.0.0A1/"])
        {
            var version = await alice.GetAsync($"/api/version/alice/spelt/{spelling}").JsonAsync();
            Assert.Equal(
                $$"""{"hash":"{{hash}}","created_by":"alice","created_at":1772600767.25,"updated_by":"alice","updated_at":1772604367.25}""",
                version.GetRawText());
            Assert.Equal("Version already exists", await alice.PutHashAsync($"/api/version/alice/spelt/{spelling}", hash).MessageAsync(HttpStatusCode.Conflict));
        }

        Assert.Equal("Version 1.0a1 does not exist", await alice.GetAsync("/api/version/alice/spelt/1.0-alpha1").MessageAsync(HttpStatusCode.NotFound));
        Assert.Equal(["1.0.0-Alpha1"], (await alice.GetAsync("/api/version/alice/spelt/").JsonAsync()).GetProperty("versions").Strings("version"));
    }

    [Fact]
    public async Task Versions_are_listed_in_the_order_of_pep_440()
    {
        await _registry.AddPackageAsync("alice", "ordered");
        var hash = await _registry.AddRevisionAsync("alice", "ordered", "ordered");
        using var alice = _registry.As("alice");
        foreach (var version in (string[])["1.10", "1!0.1", "1.0.0", "1.0", "1.9rc1", "1.0.post1", "1.0.dev3", "1.9"])
        {
            await alice.PutHashAsync($"/api/version/alice/ordered/{version}", hash).IsDoneAsync();
        }

        Assert.Equal(
            ["1.0.dev3", "1.0", "1.0.0", "1.0.post1", "1.9rc1", "1.9", "1.10", "1!0.1"],
            (await alice.GetAsync("/api/version/alice/ordered/").JsonAsync()).GetProperty("versions").Strings("version"));
    }

    [Fact]
    public async Task A_version_never_moves()
    {
        await _registry.AddPackageAsync("alice", "fixed");
        var first = await _registry.AddRevisionAsync("alice", "fixed", "fixed1");
        var second = await _registry.AddRevisionAsync("alice", "fixed", "fixed2");
        using var alice = _registry.As("alice");
        await alice.PutHashAsync("/api/version/alice/fixed/1", first).IsDoneAsync();
        await alice.PutHashAsync("/api/version/alice/fixed/1", second).MessageAsync(HttpStatusCode.Conflict);
        Assert.Equal(first, (await alice.GetAsync("/api/version/alice/fixed/1").JsonAsync()).GetProperty("hash").GetString());
    }

    [Fact]
    public async Task Of_many_who_create_a_version_at_once_one_wins()
    {
        await _registry.AddPackageAsync("alice", "raced");
        var hashes = new List<string>();
        for (var n = 0; n < 16; n++)
        {
            hashes.Add(await _registry.AddRevisionAsync("alice", "raced", "raced" + n));
        }

        using var alice = _registry.As("alice");
        var answers = await Task.WhenAll(hashes.Select(async hash =>
        {
            using var response = await alice.PutHashAsync("/api/version/alice/raced/1.0", hash);
            return (hash, response.StatusCode);
        }));
        var (winner, _) = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(winner, (await alice.GetAsync("/api/version/alice/raced/1.0").JsonAsync()).GetProperty("hash").GetString());
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("1.0-")]
    [InlineData("1..0")]
    public async Task A_malformed_version_is_refused_after_ownership(string version)
    {
        using var alice = _registry.As("alice");
        using var bob = _registry.As("bob");
        var hash = TestRegistry.HashOf("any");
        Assert.Equal("Malformed version", await alice.PutHashAsync($"/api/version/alice/any/{version}", hash).MessageAsync(HttpStatusCode.BadRequest));
        Assert.Equal("Malformed version", await bob.GetAsync($"/api/version/alice/any/{version}").MessageAsync(HttpStatusCode.BadRequest));
        Assert.Equal("Only the package owner can create versions", await bob.PutHashAsync($"/api/version/alice/any/{version}", hash).MessageAsync(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task An_unknown_hash_gets_no_version()
    {
        await _registry.AddPackageAsync("alice", "hashless");
        await _registry.AddPackageAsync("alice", "neighbour");
        var foreign = await _registry.AddRevisionAsync("alice", "neighbour", "neighbour");
        using var alice = _registry.As("alice");
        foreach (var (package, hash) in (IEnumerable<(string, string)>)[("hashless", foreign), ("hashless", "short"), ("missing", foreign)])
        {
            Assert.Equal("Package hash does not exist", await alice.PutHashAsync($"/api/version/alice/{package}/1", hash).MessageAsync(HttpStatusCode.NotFound));
        }
    }
}
