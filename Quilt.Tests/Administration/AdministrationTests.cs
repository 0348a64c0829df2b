using System.Net;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Administration;

public sealed class AdministrationTests
{
    private static readonly Dictionary<string, string?> UserEndpoints = new() { ["Quilt:EnableUserEndpoints"] = "true" };

    [Fact]
    public async Task Users_are_listed_with_what_they_own_and_did()
    {
        await using var registry = await TestRegistry.StartAsync(settings: UserEndpoints);
        await registry.AddPackageAsync("listed", "one", "public");
        await registry.AddPackageAsync("listed", "two");
        await registry.AddPackageAsync("unlisted", "three", "public");
        var hash = await registry.AddRevisionAsync("unlisted", "three", "three");
        using var listed = registry.As("listed");
        using var anonymous = registry.As(null);
        await listed.DeleteAsync("/api/package/listed/two/").IsDoneAsync();
        await listed.GetAsync($"/api/package_preview/unlisted/three/{hash}").JsonAsync();
        await listed.GetAsync($"/api/package_preview/unlisted/three/{hash}").JsonAsync();
        await anonymous.GetAsync($"/api/package_preview/unlisted/three/{hash}").JsonAsync();
        using var root = registry.As("admin:root");

        var answer = await root.GetAsync("/api/users/list_detailed").JsonAsync();

        Assert.Equal(
            """{"users":{"disabled":{"status":"disabled","last_seen":null,"is_admin":false,"packages":0,"installs":0,"previews":0,"pushes":0,"deletes":0}""" +
            ""","listed":{"status":"active","last_seen":"2026-03-04T05:06:07+00:00","is_admin":false,"packages":1,"installs":0,"previews":2,"pushes":0,"deletes":1}""" +
            ""","root":{"status":"active","last_seen":"2026-03-04T05:06:07+00:00","is_admin":true,"packages":0,"installs":0,"previews":0,"pushes":0,"deletes":0}}}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task What_is_allowed_is_told_as_it_is_in_force()
    {
        await using var registry = await TestRegistry.StartAsync(settings: new Dictionary<string, string?> { ["Quilt:AllowTeamAccess"] = "true", ["Quilt:Limits:CommentsPerHour"] = "7" });
        using var root = registry.As("admin:root");

        Assert.Equal(
            """{"allow_anonymous_access":true,"allow_team_access":true,"enable_user_endpoints":false,"comments_per_hour":7,"invitations_per_day":500,"sign_up":{"is_open":true,"domains":["example.org"],"is_chosen":true}}""",
            (await root.GetAsync("/api/admin/policy").JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task Packages_are_summarised_with_those_that_are_gone()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var root = registry.As("admin:root");
        Assert.Equal("""{"packages":{}}""", (await root.GetAsync("/api/admin/package_summary/").JsonAsync()).GetRawText());
        await registry.AddPackageAsync("alice", "gone", "public");
        await registry.AddPackageAsync("bob", "there", "public");
        var hash = await registry.AddRevisionAsync("bob", "there", "there");
        using var alice = registry.As("alice");
        await alice.DeleteAsync("/api/package/alice/gone/").IsDoneAsync();
        await registry.SqlAsync("INSERT INTO package_event_counts VALUES ('bob', 'there', 1, 'bob', 2, '2026-03-04 05:06:07.5Z'), ('bob', 'there', 1, 'helper', 3, '2026-03-04 05:06:06Z'), ('bob', 'there', 2, '', 7, '2026-03-04 05:06:08Z')");
        await alice.GetAsync($"/api/package_preview/bob/there/{hash}").JsonAsync();

        var packages = (await root.GetAsync("/api/admin/package_summary").JsonAsync()).GetProperty("packages");

        Assert.Equal(["alice/gone", "bob/there"], packages.EnumerateObject().Select(package => package.Name));
        var gone = packages.GetProperty("alice/gone");
        Assert.Equal(["installs", "previews", "pushes", "deletes"], gone.EnumerateObject().Select(count => count.Name));
        Assert.Equal("""{"count":0}""", gone.GetProperty("pushes").GetRawText());
        Assert.Equal(1, gone.GetProperty("deletes").GetProperty("count").GetInt32());
        Assert.InRange(gone.GetProperty("deletes").GetProperty("latest").GetDouble(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        var there = packages.GetProperty("bob/there");
        Assert.Equal("""{"count":5,"latest":1772600767.5}""", there.GetProperty("pushes").GetRawText());
        Assert.Equal("""{"count":7,"latest":1772600768}""", there.GetProperty("installs").GetRawText());
        Assert.Equal(1, there.GetProperty("previews").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task All_packages_of_an_owner_are_listed_to_administrators()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.AddPackageAsync("alice", "hidden");
        await registry.AddPackageAsync("alice", "Open", "public");
        using var root = registry.As("admin:root");
        foreach (var path in (string[])["/api/admin/package_list/alice", "/api/admin/package_list/alice/"])
        {
            Assert.Equal(
                """{"packages":[{"name":"hidden","is_public":false,"is_team":false},{"name":"Open","is_public":true,"is_team":false}]}""",
                (await root.GetAsync(path).JsonAsync()).GetRawText());
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("listed", HttpStatusCode.Forbidden)]
    public async Task Users_are_listed_to_administrators_only_and_where_that_is_switched_on(string? user, HttpStatusCode refusal)
    {
        await using var on = await TestRegistry.StartAsync(settings: UserEndpoints);
        await using var off = await TestRegistry.StartAsync();
        using var refused = on.As(user);
        await refused.GetAsync("/api/users/list_detailed").MessageAsync(refusal);
        foreach (var anyone in (string?[])[user, "admin:root"])
        {
            using var client = off.As(anyone);
            Assert.Equal("This endpoint is not enabled.", await client.GetAsync("/api/users/list_detailed").MessageAsync(HttpStatusCode.BadRequest));
        }
    }
}
