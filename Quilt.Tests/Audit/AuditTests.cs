using System.Globalization;
using System.Net;
using System.Text.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Audit;

public sealed class AuditTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Agent = "quilt-cli/2.9.15 (Linux 6.1.0) CPython/3.11.2";

    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task A_package_s_events_are_told_oldest_first_in_the_known_shape()
    {
        await _registry.AddPackageAsync("alice", "audited", "public");
        var hash = await _registry.AddRevisionAsync("alice", "audited", "audited");
        await _registry.SqlAsync($$"""
            INSERT INTO events (created_at, type, user_name, package_owner, package_name, package_hash, extra)
            VALUES ('2026-03-01 00:00:01.5Z', 2, '', 'alice', 'audited', decode('{{hash}}', 'hex'), '{"subpath":"a/b"}'),
                   ('2026-03-01 00:00:00.25Z', 1, 'alice', 'alice', 'audited', decode('{{hash}}', 'hex'), '{"public":true}'),
                   ('2026-03-01 00:00:00Z', 1, 'alice', 'alice', 'other', NULL, NULL)
            """);
        using var anonymous = _registry.As(null);
        using var alice = _registry.As("alice");
        using var root = _registry.As("admin:root");
        await anonymous.GetAsync($"/api/package_preview/alice/audited/{hash}").JsonAsync();
        await alice.DeleteAsync("/api/package/alice/audited/").IsDoneAsync();

        var events = (await root.GetAsync("/api/audit/alice/audited/").JsonAsync()).GetProperty("events");

        Assert.Equal(["PUSH", "INSTALL", "PREVIEW", "DELETE"], events.Strings("type"));
        Assert.Equal(["alice", "", "", "alice"], events.Strings("user"));
        Assert.Equal(
            $$$"""{"created":1772323200.25,"user":"alice","type":"PUSH","package_owner":"alice","package_name":"audited","package_hash":"{{{hash}}}","extra":{"public": true}}""",
            events[0].GetRawText());
        Assert.Equal("a/b", events[1].GetProperty("extra").GetProperty("subpath").GetString());
        Assert.Equal((JsonValueKind.Null, hash), (events[2].GetProperty("extra").ValueKind, events[2].GetProperty("package_hash").GetString()));
        Assert.Equal(JsonValueKind.Null, events[3].GetProperty("package_hash").ValueKind);
        Assert.Equal(events.GetRawText(), (await root.GetAsync("/api/audit/alice/audited").JsonAsync()).GetProperty("events").GetRawText());
    }

    [Fact]
    public async Task A_user_s_events_are_what_the_user_did_wherever()
    {
        await _registry.AddPackageAsync("ursula", "own", "public");
        await _registry.AddPackageAsync("alice", "visited", "public");
        var own = await _registry.AddRevisionAsync("ursula", "own", "ursula1");
        var visited = await _registry.AddRevisionAsync("alice", "visited", "ursula2");
        using var ursula = _registry.As("ursula");
        using var bob = _registry.As("bob");
        using var root = _registry.As("admin:root");
        await ursula.GetAsync($"/api/package_preview/alice/visited/{visited}").JsonAsync();
        await bob.GetAsync($"/api/package_preview/ursula/own/{own}").JsonAsync();
        await ursula.DeleteAsync("/api/package/ursula/own/").IsDoneAsync();

        var events = (await root.GetAsync("/api/audit/ursula/").JsonAsync()).GetProperty("events");

        Assert.Equal(["PREVIEW", "DELETE"], events.Strings("type"));
        Assert.Equal(["visited", "own"], events.Strings("package_name"));
    }

    [Fact]
    public async Task Security_events_tell_who_did_what_from_where()
    {
        await _registry.AddPackageAsync("steve", "watched");
        var hash = await _registry.AddRevisionAsync("steve", "watched", "watched");
        using var steve = _registry.As("steve");
        using var guest = _registry.As("iris");
        using var root = _registry.As("admin:root");
        foreach (var client in (HttpClient[])[steve, guest])
        {
            client.DefaultRequestHeaders.Add("User-Agent", Agent);
            client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        }

        await steve.PutAsync("/api/access/steve/watched/bob", null).IsDoneAsync();
        await steve.PutAsync("/api/access/steve/watched/public", null).IsDoneAsync();
        await steve.DeleteAsync("/api/access/steve/watched/bob").IsDoneAsync();
        await steve.PutAsync("/api/access/steve/watched/iris@example.org", null).IsDoneAsync();
        await steve.PutAsync("/api/access/steve/watched/x@example.org", null).IsDoneAsync();
        await steve.DeleteAsync("/api/access/steve/watched/x@example.org").IsDoneAsync();
        await guest.GetAsync("/api/profile").JsonAsync();
        await steve.PutHashAsync("/api/tag/steve/watched/t", hash).IsDoneAsync();
        await steve.DeleteAsync("/api/tag/steve/watched/t").IsDoneAsync();
        await steve.PutHashAsync("/api/version/steve/watched/1.0-alpha1", hash).IsDoneAsync();
        await steve.GetAsync($"/api/package_preview/steve/watched/{hash}").JsonAsync();

        var plain = (await root.GetAsync("/api/audit/steve/watched/").JsonAsync()).GetProperty("events");
        var full = (await root.GetAsync("/api/audit/steve/watched/?include=security").JsonAsync()).GetProperty("events");

        Assert.Equal(["PREVIEW"], plain.Strings("type"));
        Assert.Equal(JsonValueKind.Null, plain[0].GetProperty("extra").ValueKind);
        Assert.Equal(
            ["ACCESS_GRANTED bob", "ACCESS_GRANTED public", "ACCESS_REVOKED bob", "INVITATION_SENT iris@example.org", "INVITATION_SENT x@example.org", "INVITATION_WITHDRAWN x@example.org",
             "INVITATION_ACCEPTED iris@example.org", "TAG_SET t", "TAG_DELETED t", "VERSION_CREATED 1.0a1", "PREVIEW", "ADMIN_READ audit", "ADMIN_READ audit"],
            full.EnumerateArray().Select(Describe));
        Assert.Equal(["steve", "iris", "root"], full.Strings("user").Distinct());
        foreach (var item in full.EnumerateArray().Where(item => item.GetProperty("user").GetString() != "root"))
        {
            Assert.Equal(("203.0.113.9", Agent), (item.GetProperty("extra").GetProperty("address").GetString(), item.GetProperty("extra").GetProperty("agent").GetString()));
        }

        Assert.Equal(hash, full[7].GetProperty("package_hash").GetString());

        static string Describe(JsonElement item)
        {
            var first = item.GetProperty("extra").EnumerateObject().Where(entry => entry.Name is not ("address" or "agent")).Select(entry => " " + entry.Value).FirstOrDefault();
            return item.GetProperty("type").GetString() + first;
        }
    }

    [Fact]
    public async Task Security_events_of_a_user_hold_those_of_the_sign_in_service()
    {
        using var root = _registry.As("admin:root");

        var events = (await root.GetAsync("/api/audit/simon/?include=security").JsonAsync()).GetProperty("events");

        var item = Assert.Single(events.EnumerateArray());
        Assert.Equal(("LOGIN_FAILED", "simon", 1772600767), (item.GetProperty("type").GetString(), item.GetProperty("user").GetString(), item.GetProperty("created").GetDouble()));
        Assert.Equal("192.0.2.7", item.GetProperty("extra").GetProperty("address").GetString());
        Assert.Equal("password", item.GetProperty("extra").GetProperty("reason").GetString());
        Assert.Empty((await root.GetAsync("/api/audit/simon/").JsonAsync()).GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task What_did_not_happen_is_not_recorded()
    {
        await _registry.AddPackageAsync("nina", "calm", "bob");
        using var nina = _registry.As("nina");
        using var carol = _registry.As("carol");
        await nina.PutAsync("/api/access/nina/calm/bob", null).MessageAsync(HttpStatusCode.Conflict);
        await nina.PutAsync("/api/access/nina/calm/nobody1", null).MessageAsync(HttpStatusCode.NotFound);
        await nina.DeleteAsync("/api/access/nina/calm/dave").MessageAsync(HttpStatusCode.NotFound);
        await nina.DeleteAsync("/api/access/nina/calm/x@example.org").MessageAsync(HttpStatusCode.NotFound);
        await nina.DeleteAsync("/api/tag/nina/calm/t").MessageAsync(HttpStatusCode.NotFound);
        await nina.PutHashAsync("/api/tag/nina/calm/t", TestRegistry.HashOf("none")).MessageAsync(HttpStatusCode.NotFound);
        await nina.PutHashAsync("/api/version/nina/calm/1", TestRegistry.HashOf("none")).MessageAsync(HttpStatusCode.NotFound);
        await carol.DeleteAsync("/api/package/nina/calm/").MessageAsync(HttpStatusCode.Forbidden);
        Assert.Equal(0L, await _registry.SqlAsync("SELECT count(*) FROM events WHERE package_owner = 'nina'"));
    }

    [Theory]
    [InlineData("/api/audit/alice/anything/")]
    [InlineData("/api/audit/alice/")]
    [InlineData("/api/admin/package_summary")]
    [InlineData("/api/admin/package_list/alice/")]
    public async Task Only_administrators_look_into_it_and_that_is_recorded(string path)
    {
        await _registry.AddPackageAsync("alice", "closed" + TestRegistry.HashOf(path)[..6]);
        foreach (var (user, status) in (IEnumerable<(string?, HttpStatusCode)>)[(null, HttpStatusCode.Unauthorized), ("alice", HttpStatusCode.Forbidden), ("bob", HttpStatusCode.Forbidden)])
        {
            using var client = _registry.As(user);
            await client.GetAsync(path).MessageAsync(status);
        }

        var admin = "looker" + TestRegistry.HashOf(path)[..6];
        using var looker = _registry.As("admin:" + admin);
        await looker.GetAsync(path).JsonAsync();
        Assert.Equal(1L, await _registry.SqlAsync($"SELECT count(*) FROM events WHERE type = 18 AND user_name = '{admin}'"));
    }

    [Theory]
    [InlineData("?include=", HttpStatusCode.OK)]
    [InlineData("?include=secrets", HttpStatusCode.BadRequest)]
    [InlineData("?include=security&include=security", HttpStatusCode.BadRequest)]
    public async Task What_can_be_included_is_checked(string query, HttpStatusCode expected)
    {
        using var root = _registry.As("admin:root");
        await root.GetAsync("/api/audit/alice/p/" + query).JsonAsync(expected);
        await root.GetAsync("/api/audit/alice/" + query).JsonAsync(expected);
    }

    [Fact]
    public async Task Names_that_cannot_exist_have_no_events()
    {
        using var root = _registry.As("admin:root");
        foreach (var name in (string[])["%F0%9F%98%80", new string('x', 5_000), "%252F"])
        {
            Assert.Empty((await root.GetAsync($"/api/audit/{name}/").JsonAsync()).GetProperty("events").EnumerateArray());
            Assert.Empty((await root.GetAsync($"/api/audit/{name}/p/").JsonAsync()).GetProperty("events").EnumerateArray());
        }
    }

    [Fact]
    public async Task Of_very_many_events_the_newest_ten_thousand_are_told()
    {
        await _registry.SqlAsync("""
            INSERT INTO events (created_at, type, user_name, package_owner, package_name)
            SELECT timestamptz '2026-01-01' + n * interval '1 second', 1 + n % 4, 'many', 'many', 'events' FROM generate_series(1, 12000) n
            """);
        using var root = _registry.As("admin:root");
        foreach (var path in (string[])["/api/audit/many/events/", "/api/audit/many/"])
        {
            var times = (await root.GetAsync(path).JsonAsync()).GetProperty("events").EnumerateArray().Select(item => item.GetProperty("created").GetDouble()).ToList();
            var start = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
            Assert.Equal(Enumerable.Range(2_001, 10_000).Select(n => (double)(start + n)), times);
        }
    }
}
