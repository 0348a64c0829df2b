using System.Net;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Access;

public sealed class AccessTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task Access_is_granted_seen_listed_and_revoked()
    {
        await _registry.AddPackageAsync("alice", "shared");
        using var alice = _registry.As("alice");
        using var bob = _registry.As("bob");

        await bob.GetAsync("/api/log/alice/shared/").MessageAsync(HttpStatusCode.NotFound);
        await alice.PutAsync("/api/access/alice/shared/bob", null).IsDoneAsync();
        await alice.GetAsync("/api/access/alice/shared/bob").IsDoneAsync();
        await bob.GetAsync("/api/log/alice/shared/").JsonAsync();
        Assert.Equal("""["alice","bob"]""", (await bob.GetAsync("/api/access/alice/shared/").JsonAsync()).GetProperty("users").GetRawText());

        await alice.DeleteAsync("/api/access/alice/shared/bob").IsDoneAsync();
        await bob.GetAsync("/api/log/alice/shared/").MessageAsync(HttpStatusCode.NotFound);
        Assert.Equal("Package alice/shared does not exist", await alice.GetAsync("/api/access/alice/shared/bob").MessageAsync(HttpStatusCode.NotFound));
        Assert.Equal("Package alice/shared does not exist", await alice.DeleteAsync("/api/access/alice/shared/bob").MessageAsync(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Public_opens_a_package_to_everyone_until_it_is_revoked()
    {
        await _registry.AddPackageAsync("alice", "open");
        using var alice = _registry.As("alice");
        using var anonymous = _registry.As(null);

        await alice.PutAsync("/api/access/alice/open/public", null).IsDoneAsync();
        await anonymous.GetAsync("/api/tag/alice/open/").JsonAsync();
        await alice.GetAsync("/api/access/alice/open/public").IsDoneAsync();
        Assert.Equal("""["alice","public"]""", (await alice.GetAsync("/api/access/alice/open/").JsonAsync()).GetProperty("users").GetRawText());
        Assert.Equal("The user already has access", await alice.PutAsync("/api/access/alice/open/public", null).MessageAsync(HttpStatusCode.Conflict));

        await alice.DeleteAsync("/api/access/alice/open/public").IsDoneAsync();
        await anonymous.GetAsync("/api/tag/alice/open/").MessageAsync(HttpStatusCode.NotFound);
        await alice.DeleteAsync("/api/access/alice/open/public").MessageAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Team_is_refused_where_the_policy_says_so()
    {
        await _registry.AddPackageAsync("alice", "noteam");
        using var alice = _registry.As("alice");
        Assert.Equal("Team access not allowed", await alice.PutAsync("/api/access/alice/noteam/team", null).MessageAsync(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task A_team_registry_shares_with_members_and_with_nobody_else()
    {
        await using var team = await TestRegistry.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Quilt:AllowAnonymousAccess"] = "false",
            ["Quilt:AllowTeamAccess"] = "true",
        });
        await team.AddPackageAsync("alice", "inner");
        using var alice = team.As("alice");
        using var carol = team.As("carol");
        using var anonymous = team.As(null);

        Assert.Equal("Public access not allowed", await alice.PutAsync("/api/access/alice/inner/public", null).MessageAsync(HttpStatusCode.Forbidden));
        await alice.PutAsync("/api/access/alice/inner/team", null).IsDoneAsync();
        Assert.Equal("""["alice","team"]""", (await carol.GetAsync("/api/access/alice/inner/").JsonAsync()).GetProperty("users").GetRawText());
        Assert.Equal(["inner"], (await carol.GetAsync("/api/recent_packages/").JsonAsync()).GetProperty("packages").Strings("name"));
        Assert.Equal("Not logged in", await anonymous.GetAsync("/api/tag/alice/inner/").MessageAsync(HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Refusals_have_the_words_that_clients_know()
    {
        await _registry.AddPackageAsync("alice", "words", "bob");
        using var alice = _registry.As("alice");
        using var bob = _registry.As("bob");

        Assert.Equal("User nobody1 does not exist", await alice.PutAsync("/api/access/alice/words/nobody1", null).MessageAsync(HttpStatusCode.NotFound));
        Assert.Equal("The user already has access", await alice.PutAsync("/api/access/alice/words/bob", null).MessageAsync(HttpStatusCode.Conflict));
        Assert.Equal("The user already has access", await alice.PutAsync("/api/access/alice/words/alice", null).MessageAsync(HttpStatusCode.Conflict));
        Assert.Equal("Cannot revoke the owner's access", await alice.DeleteAsync("/api/access/alice/words/alice").MessageAsync(HttpStatusCode.Forbidden));
        Assert.Equal("Package alice/missing does not exist", await alice.PutAsync("/api/access/alice/missing/bob", null).MessageAsync(HttpStatusCode.NotFound));
        foreach (var package in (string[])["words", "missing"])
        {
            Assert.Equal("Only the package owner can grant access", await bob.PutAsync($"/api/access/alice/{package}/carol", null).MessageAsync(HttpStatusCode.Forbidden));
            Assert.Equal("Only the package owner can view access", await bob.GetAsync($"/api/access/alice/{package}/bob").MessageAsync(HttpStatusCode.Forbidden));
            Assert.Equal("Only the package owner can revoke access", await bob.DeleteAsync($"/api/access/alice/{package}/bob").MessageAsync(HttpStatusCode.Forbidden));
        }
    }

    [Theory]
    [InlineData("Bob")]
    [InlineData("1bob")]
    [InlineData("b%20b")]
    [InlineData("b%C3%B6b")]
    [InlineData("bob%0A")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_name_that_is_no_user_name_is_refused(string user)
    {
        var package = "bad" + TestRegistry.HashOf(user)[..8];
        await _registry.AddPackageAsync("alice", package);
        using var alice = _registry.As("alice");
        await alice.PutAsync($"/api/access/alice/{package}/{user}", null).MessageAsync(HttpStatusCode.BadRequest);
        await alice.GetAsync($"/api/access/alice/{package}/{user}").MessageAsync(HttpStatusCode.BadRequest);
        await alice.DeleteAsync($"/api/access/alice/{package}/{user}").MessageAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("public")]
    public async Task Of_many_grants_at_once_one_wins(string user)
    {
        var package = "race_" + user;
        await _registry.AddPackageAsync("alice", package);
        using var alice = _registry.As("alice");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            using var response = await alice.PutAsync($"/api/access/alice/{package}/{user}", null);
            return response.StatusCode;
        }));
        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(15, statuses.Count(status => status == HttpStatusCode.Conflict));
    }
}
