using System.Net;
using System.Net.Http.Json;
using System.Text;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Tags;

public sealed class TagTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task A_tag_is_created_read_moved_listed_and_deleted()
    {
        await _registry.AddPackageAsync("alice", "flow", "public");
        var first = await _registry.AddRevisionAsync("alice", "flow", "flow1");
        var second = await _registry.AddRevisionAsync("alice", "flow", "flow2");
        using var alice = _registry.As("alice");

        await alice.PutHashAsync("/api/tag/alice/flow/latest", first).IsDoneAsync();
        var tag = await alice.GetAsync("/api/tag/alice/flow/latest").JsonAsync();
        Assert.Equal(first, tag.GetProperty("hash").GetString());
        Assert.Equal("alice", tag.GetProperty("created_by").GetString());
        Assert.Equal(1772600767.25, tag.GetProperty("created_at").GetDouble());
        Assert.Equal("alice", tag.GetProperty("updated_by").GetString());
        Assert.Equal(1772604367.25, tag.GetProperty("updated_at").GetDouble());
        Assert.True(tag.GetProperty("is_public").GetBoolean());
        Assert.False(tag.GetProperty("is_team").GetBoolean());

        await alice.PutHashAsync("/api/tag/alice/flow/latest/", second).IsDoneAsync();
        await alice.PutHashAsync("/api/tag/alice/flow/alpha", first).IsDoneAsync();
        using var anonymous = _registry.As(null);
        var list = (await anonymous.GetAsync("/api/tag/alice/flow/").JsonAsync()).GetProperty("tags");
        Assert.Equal(["alpha", "latest"], list.Strings("tag"));
        Assert.Equal([first, second], list.Strings("hash"));

        await alice.DeleteAsync("/api/tag/alice/flow/alpha").IsDoneAsync();
        Assert.Equal("Tag 'alpha' does not exist", await alice.GetAsync("/api/tag/alice/flow/alpha").MessageAsync(HttpStatusCode.NotFound));
        Assert.Equal("Package alice/flow tag 'alpha' does not exist", await alice.DeleteAsync("/api/tag/alice/flow/alpha").MessageAsync(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("beta two")]
    [InlineData("ветка 1 \U0001F9F5")]
    [InlineData("50%")]
    [InlineData("%41")]
    [InlineData("a'b\"c+d&e?f#g")]
    public async Task A_tag_may_hold_any_text_but_slashes_and_control_characters(string name)
    {
        var package = "text" + TestRegistry.HashOf(name)[..8];
        await _registry.AddPackageAsync("alice", package);
        var hash = await _registry.AddRevisionAsync("alice", package, package);
        using var alice = _registry.As("alice");
        var path = $"/api/tag/alice/{package}/{Uri.EscapeDataString(name)}";

        await alice.PutHashAsync(path, hash).IsDoneAsync();

        Assert.Equal(hash, (await alice.GetAsync(path).JsonAsync()).GetProperty("hash").GetString());
        Assert.Equal([name], (await alice.GetAsync($"/api/tag/alice/{package}/").JsonAsync()).GetProperty("tags").Strings("tag"));
        await alice.DeleteAsync(path).IsDoneAsync();
    }

    [Theory]
    [InlineData("tab%09")]
    [InlineData("bell%C2%85")]
    public async Task A_tag_that_is_no_line_of_text_is_refused(string encoded)
    {
        using var alice = _registry.As("alice");
        await alice.PutHashAsync($"/api/tag/alice/any/{encoded}", TestRegistry.HashOf("any")).MessageAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_tag_has_at_most_256_code_points()
    {
        await _registry.AddPackageAsync("alice", "long");
        var hash = await _registry.AddRevisionAsync("alice", "long", "long");
        using var alice = _registry.As("alice");
        var longest = string.Concat(Enumerable.Repeat("\U0001F9F5", 256));

        await alice.PutHashAsync($"/api/tag/alice/long/{Uri.EscapeDataString(longest)}", hash).IsDoneAsync();
        Assert.Contains("256", await alice.PutHashAsync($"/api/tag/alice/long/{Uri.EscapeDataString(longest + "x")}", hash).MessageAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exists")]
    [InlineData("missing")]
    public async Task Only_the_owner_writes_whether_the_package_exists_or_not(string package)
    {
        if (package == "exists")
        {
            await _registry.AddPackageAsync("alice", package, "bob", "public");
        }

        using var bob = _registry.As("bob");
        Assert.Equal("Only the package owner can modify tags", await bob.PutHashAsync($"/api/tag/alice/{package}/t", TestRegistry.HashOf("x")).MessageAsync(HttpStatusCode.Forbidden));
        Assert.Equal("Only the package owner can delete tags", await bob.DeleteAsync($"/api/tag/alice/{package}/t").MessageAsync(HttpStatusCode.Forbidden));
        using var anonymous = _registry.As(null);
        Assert.Equal("Not logged in", await anonymous.PutHashAsync($"/api/tag/alice/{package}/t", TestRegistry.HashOf("x")).MessageAsync(HttpStatusCode.Unauthorized));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("abc")]
    [InlineData("")]
    public async Task A_hash_that_the_package_does_not_have_is_not_found(string hash)
    {
        var package = "unknown" + hash.Length;
        await _registry.AddPackageAsync("alice", package);
        await _registry.AddRevisionAsync("alice", package, package);
        using var alice = _registry.As("alice");
        Assert.Equal("Package hash does not exist", await alice.PutHashAsync($"/api/tag/alice/{package}/t", hash).MessageAsync(HttpStatusCode.NotFound));
        Assert.Equal("Package hash does not exist", await alice.PutHashAsync("/api/tag/alice/nowhere/t", hash).MessageAsync(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"hash\": null}")]
    [InlineData("{\"hash\": 5}")]
    [InlineData("{\"hash\": \"\\u0000\"}")]
    [InlineData("{\"hash\": \"\\ud800\"}")]
    [InlineData("{\"hash\"")]
    public async Task A_body_without_a_hash_is_refused_before_ownership_is_looked_at(string body)
    {
        using var bob = _registry.As("bob");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await bob.PutAsync("/api/tag/alice/any/t", content).MessageAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Further_keys_of_the_body_are_ignored()
    {
        await _registry.AddPackageAsync("alice", "keys");
        var hash = await _registry.AddRevisionAsync("alice", "keys", "keys");
        using var alice = _registry.As("alice");
        await alice.PutAsJsonAsync("/api/tag/alice/keys/t", new { hash, note = "x" }).IsDoneAsync();
    }

    [Fact]
    public async Task Deleting_latest_shows_the_newest_push_again()
    {
        await _registry.AddPackageAsync("alice", "shown");
        var first = await _registry.AddRevisionAsync("alice", "shown", "shown1", "walrus");
        await _registry.AddRevisionAsync("alice", "shown", "shown2", "dolphin");
        using var alice = _registry.As("alice");

        await alice.PutHashAsync("/api/tag/alice/shown/latest", first).IsDoneAsync();
        Assert.Single((await alice.GetAsync("/api/search/?q=walrus").JsonAsync()).GetProperty("packages").EnumerateArray());
        await alice.DeleteAsync("/api/tag/alice/shown/latest").IsDoneAsync();
        Assert.Empty((await alice.GetAsync("/api/search/?q=walrus").JsonAsync()).GetProperty("packages").EnumerateArray());
        Assert.Single((await alice.GetAsync("/api/search/?q=dolphin").JsonAsync()).GetProperty("packages").EnumerateArray());
    }
}
