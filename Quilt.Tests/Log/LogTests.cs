using System.Net;
using System.Text;
using System.Text.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Log;

public sealed class LogTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Fact]
    public async Task The_log_tells_each_push_with_the_names_its_revision_has_now()
    {
        await _registry.AddPackageAsync("alice", "logged");
        var first = await _registry.AddRevisionAsync("alice", "logged", "logged1");
        var second = await _registry.AddRevisionAsync("alice", "logged", "logged2");
        await _registry.SqlAsync($"INSERT INTO log (package_id, revision_id, created_at, author) SELECT package_id, id, now(), 'alice' FROM revisions WHERE hash = decode('{first}', 'hex')");
        using var alice = _registry.As("alice");
        await alice.PutHashAsync("/api/tag/alice/logged/stable", first).IsDoneAsync();
        await alice.PutHashAsync("/api/tag/alice/logged/good", first).IsDoneAsync();
        await alice.PutHashAsync("/api/version/alice/logged/1.0.0-Alpha1", first).IsDoneAsync();

        var logs = (await alice.GetAsync("/api/log/alice/logged/").JsonAsync()).GetProperty("logs");

        Assert.Equal([first, second, first], logs.Strings("hash"));
        Assert.Equal("""["good","stable"]""", logs[0].GetProperty("tags").GetRawText());
        Assert.Equal("""["1.0.0a1"]""", logs[0].GetProperty("versions").GetRawText());
        Assert.Equal(1772600767.25, logs[0].GetProperty("created").GetDouble());
        Assert.Equal("alice", logs[0].GetProperty("author").GetString());
        Assert.Equal(JsonValueKind.Null, logs[1].GetProperty("tags").ValueKind);
        Assert.Equal(JsonValueKind.Null, logs[1].GetProperty("versions").ValueKind);
        Assert.Equal("""["good","stable"]""", logs[2].GetProperty("tags").GetRawText());
    }

    [Fact]
    public async Task A_package_without_pushes_has_an_empty_log()
    {
        await _registry.AddPackageAsync("alice", "unpushed");
        using var alice = _registry.As("alice");
        Assert.Equal("""{"logs":[]}""", (await alice.GetAsync("/api/log/alice/unpushed/").JsonAsync()).GetRawText());
    }

    [Theory]
    [InlineData("""[]""", HttpStatusCode.OK)]
    [InlineData("""[{"type": "build", "package": "e3ca", "dry_run": false, "env": {"a": []}}, {"type": "build"}]""", HttpStatusCode.OK)]
    [InlineData("""[{"type": "something newer", "of": 2031}]""", HttpStatusCode.OK)]
    [InlineData("""[{"type": 1}]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{"type": null}]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{}]""", HttpStatusCode.BadRequest)]
    [InlineData("""[null]""", HttpStatusCode.BadRequest)]
    [InlineData("""["build"]""", HttpStatusCode.BadRequest)]
    [InlineData("""{"type": "build"}""", HttpStatusCode.BadRequest)]
    [InlineData("""null""", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task Clients_may_report_what_they_did(string body, HttpStatusCode expected)
    {
        using var client = _registry.As(null);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await client.PostAsync("/api/log", content).JsonAsync(expected);
        Assert.Equal(expected == HttpStatusCode.BadRequest, answer.TryGetProperty("message", out _));
    }
}
