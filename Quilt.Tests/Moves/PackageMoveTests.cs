using System.Net;
using Quilt.Client;
using Quilt.Tests.Flows;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Moves;

/// <summary>Packages that an administrator gives to another owner.</summary>
public sealed class PackageMoveTests(MoveRegistry scene) : IClassFixture<MoveRegistry>
{
    private readonly string _old = FlowRegistry.NewName("old");
    private readonly string _new = FlowRegistry.NewName("new");

    private TestRegistry Registry => scene.Registry;

    [Fact]
    public async Task A_moved_package_is_the_new_owners_in_every_way()
    {
        var (owner, heir) = (scene.As(_old), scene.As(_new));
        var first = FlowPackage.Of(("README.md", "# Zanzibar\n\nSpices."), ("a.csv", _old));
        var second = FlowPackage.Everything(_old);
        await owner.PushAsync("sales", first);
        await owner.PushAsync("sales", second);
        await owner.PushAsync("other", first);
        await owner.SendAsync(HttpMethod.Put, $"/api/version/{_old}/sales/1.0", $$"""{"hash":"{{first.Hash}}"}""").IsDoneAsync();
        foreach (var user in (string[])["bob", _new])
        {
            await owner.SendAsync(HttpMethod.Put, $"/api/access/{_old}/sales/{user}").IsDoneAsync();
        }

        await heir.SendAsync(HttpMethod.Post, $"/api/comments/{_old}/sales/", """{"contents":"Nice."}""").JsonAsync();
        await heir.InstallsAsync(_old, "sales", second);

        Assert.Equal(["other", "sales"], await scene.MoveAsync(_old, _new));

        // As before, under the new name.
        Assert.Equal(1, (await heir.Registry.GetTimeSeriesAsync(_new, "sales", PackageEvent.Install)).Total);
        await heir.InstallsAsync(_new, "sales", second);
        await scene.As("bob").InstallsAsync(_new, "sales", second);
        Assert.Equal([first.Hash, second.Hash], await heir.Registry.GetHashesAsync(_new, "sales"));
        Assert.Equal(["bob", _new], (await heir.Registry.GetAccessAsync(_new, "sales")).Order(StringComparer.Ordinal));
        Assert.Equal([first.Hash, second.Hash], (await heir.Registry.GetLogAsync(_new, "sales")).Select(entry => entry.Hash));
        Assert.Equal(first.Hash, (await heir.SendAsync(HttpMethod.Get, $"/api/version/{_new}/sales/1.0").JsonAsync()).GetProperty("hash").GetString());
        Assert.Single((await heir.SendAsync(HttpMethod.Get, $"/api/comments/{_new}/sales/").JsonAsync()).GetProperty("comments").EnumerateArray());
        Assert.Equal(2, (await heir.Registry.GetTimeSeriesAsync(_new, "sales", PackageEvent.Push)).Total);
        Assert.Empty(await scene.MissingObjectsAsync(_new));

        // It is theirs to push to, and to delete.
        var third = FlowPackage.Of(("README.md", "# Zanzibar"), ("b.csv", _new));
        await heir.PushAsync("sales", third);
        await heir.InstallsAsync(_new, "sales", third);
        await heir.SendAsync(HttpMethod.Delete, $"/api/package/{_new}/other/").IsDoneAsync();
        await owner.SendAsync(HttpMethod.Put, $"/api/tag/{_new}/sales/mine", $$"""{"hash":"{{first.Hash}}"}""").MessageAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_old_address_answers_as_if_there_had_never_been_a_package()
    {
        var content = FlowPackage.Of(("a.csv", _old));
        await scene.As(_old).PushAsync("sales", content, isPublic: true);
        await scene.MoveAsync(_old, _new);

        foreach (var user in (string?[])["user:" + _old, "user:" + _new, "user:bob", null])
        {
            using var client = Registry.As(user);
            foreach (var path in (string[])["log/O/P/", "tag/O/P/latest", "version/O/P/", "access/O/P/", "comments/O/P/", $"package/O/P/{content.Hash}", $"package_preview/O/P/{content.Hash}", "package_timeseries/O/P/push", "tree/O/P"])
            {
                Assert.Equal(await AnswerAsync(path, "nothing"), await AnswerAsync(path, "sales"));
            }

            async Task<string> AnswerAsync(string path, string package)
            {
                using var answer = await client.GetAsync("/api/" + path.Replace("/O/P", $"/{_old}/{package}", StringComparison.Ordinal));
                return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).Replace(package, "P", StringComparison.Ordinal)}";
            }
        }

        Assert.Empty(await scene.As(_old).Registry.GetPackagesAsync(_old));
    }

    [Fact]
    public async Task Search_finds_it_by_the_new_owner_and_by_what_it_holds()
    {
        var word = "w" + Guid.NewGuid().ToString("N")[..12];
        await scene.As(_old).PushAsync("findable", FlowPackage.Of(("README.md", $"about {word}"), ("a.csv", word)), isPublic: true);
        await scene.MoveAsync(_old, _new);

        using var anyone = Registry.As(null);
        foreach (var (query, expected) in (IEnumerable<(string, string[])>)[(_new, ["findable"]), (word, ["findable"]), (_old, [])])
        {
            Assert.Equal(expected, (await anyone.GetAsync($"/api/search/?q={query}").JsonAsync()).GetProperty("packages").Strings("name"));
        }
    }

    [Fact]
    public async Task The_audit_tells_where_it_went_and_where_it_came_from()
    {
        await scene.As(_old).PushAsync("watched", FlowPackage.Of(("a.csv", _old)));
        await scene.MoveAsync(_old, _new);

        using var root = Registry.As("admin:root");
        foreach (var (owner, key, other, before) in (IEnumerable<(string, string, string, string[])>)[(_old, "to", _new, []), (_new, "from", _old, ["PUSH", "TAG_SET"])])
        {
            var events = (await root.GetAsync($"/api/audit/{owner}/watched/?include=security").JsonAsync()).GetProperty("events");
            Assert.Equal([.. before, "PACKAGE_MOVED", "ADMIN_READ"], events.Strings("type"));
            var moved = events[before.Length];
            Assert.Equal(("root", other), (moved.GetProperty("user").GetString(), moved.GetProperty("extra").GetProperty(key).GetString()));
        }

        var summary = (await root.GetAsync("/api/admin/package_summary").JsonAsync()).GetProperty("packages");
        Assert.Equal(1, summary.GetProperty($"{_new}/watched").GetProperty("pushes").GetProperty("count").GetInt32());
        Assert.False(summary.TryGetProperty($"{_old}/watched", out _));
    }

    [Fact]
    public async Task One_package_is_moved_and_the_others_stay()
    {
        var content = FlowPackage.Of(("a.csv", _old));
        await scene.As(_old).PushAsync("goes", content);
        await scene.As(_old).PushAsync("stays", content);

        Assert.Equal(["goes"], await scene.MoveAsync(_old, _new, "goes"));

        await scene.As(_new).InstallsAsync(_new, "goes", content);
        await scene.As(_old).InstallsAsync(_old, "stays", content);
    }

    [Fact]
    public async Task Names_that_clash_are_told_and_nothing_is_moved()
    {
        foreach (var (owner, package) in (IEnumerable<(string, string)>)[(_old, "apples"), (_old, "Sales"), (_old, "zebra"), (_new, "sales"), (_new, "zebra")])
        {
            await Registry.AddPackageAsync(owner, package);
        }

        var message = await MoveRegistry.MoveAsync(Registry, new { owner = _old, to = _new }).MessageAsync(HttpStatusCode.Conflict);

        Assert.StartsWith($"{_new} already has packages of these names: Sales, zebra.", message, StringComparison.Ordinal);
        Assert.Equal(["apples", "Sales", "zebra"], (await scene.As(_old).Registry.GetPackagesAsync(_old)).Select(package => package.Name));
        Assert.Equal(["apples"], await scene.MoveAsync(_old, _new, "apples"));
    }

    [Theory]
    [InlineData("""{"owner":"OWNER","to":"nobody_here"}""", 404, "User nobody_here does not exist")]
    [InlineData("""{"owner":"OWNER","to":"disabled_one"}""", 400, "The account disabled_one is disabled. Enable it, or choose another owner.")]
    [InlineData("""{"owner":"OWNER","to":"OWNER"}""", 400, "The packages are OWNER's already. Name another owner.")]
    [InlineData("""{"owner":"OWNER","to":"bob","package":"none"}""", 404, "Package OWNER/none does not exist")]
    [InlineData("""{"owner":"OWNER"}""", 400, "The body does not fit: it is not the JSON that this call takes.")]
    [InlineData("""{"owner":"OWNER","to":null}""", 400, "The body does not fit: see $.to.")]
    [InlineData("""{"owner":"OWNER","to":"bob","more":1}""", 400, "The body does not fit: see $.more.")]
    public async Task What_cannot_be_done_is_said_and_not_done(string body, int status, string message)
    {
        await Registry.AddPackageAsync(_old, "kept");
        using var root = Registry.As("admin:root");
        using var content = new StringContent(body.Replace("OWNER", _old, StringComparison.Ordinal), null, "application/json");

        var answer = await root.PostAsync("/api/admin/move_packages", content).MessageAsync((HttpStatusCode)status);

        Assert.Equal(message.Replace("OWNER", _old, StringComparison.Ordinal), answer);
        Assert.Single(await scene.As(_old).Registry.GetPackagesAsync(_old));
    }

    [Fact]
    public async Task An_owner_without_packages_has_none_to_move() => Assert.Empty(await scene.MoveAsync(_old, _new));
}
