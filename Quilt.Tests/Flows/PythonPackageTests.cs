using System.Net;
using System.Text.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Flows;

/// <summary>The life of a package after its first push, in the calls of the Python client's other commands.</summary>
public sealed class PythonPackageTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    private readonly string _package = FlowRegistry.NewName("package");

    private PythonClient User => registry.User;

    private string Here => $"{User.Name}/{_package}";

    [Fact]
    public async Task Pushing_a_revision_again_is_one_more_log_entry_and_no_new_revision()
    {
        var package = FlowPackage.Everything(_package);
        await User.PushAsync(_package, package);
        var before = await User.Registry.InstallAsync(User.Name, _package, package.Hash);

        Assert.Equal(0, await User.UploadAsync(_package, package));
        await User.Registry.PushAsync(User.Name, _package, package.Hash, package.ToPush());

        var after = await User.Registry.InstallAsync(User.Name, _package, package.Hash);
        Assert.Equal([package.Hash, package.Hash], (await LogAsync()).Strings("hash"));
        Assert.Equal([package.Hash], await User.Registry.GetHashesAsync(User.Name, _package));
        Assert.Equal(before.CreatedAt, after.CreatedAt);
        Assert.True(after.UpdatedAt > before.UpdatedAt);
    }

    [Fact]
    public async Task Pushing_a_changed_package_uploads_what_changed_and_moves_latest()
    {
        var first = FlowPackage.Of(("README.md", "# One"), ("data/a.csv", _package));
        var second = FlowPackage.Of(("README.md", "# One"), ("data/a.csv", _package + " changed"));
        await User.PushAsync(_package, first);

        Assert.Equal(1, await User.UploadAsync(_package, second));
        await User.PushAsync(_package, second);

        var log = await LogAsync();
        Assert.Equal([first.Hash, second.Hash], log.Strings("hash"));
        Assert.Equal([User.Name, User.Name], log.Strings("author"));
        Assert.Equal("""[null,["latest"]]""", JsonSerializer.Serialize(log.EnumerateArray().Select(entry => entry.GetProperty("tags"))));
        Assert.Equal(JsonValueKind.Number, log[0].GetProperty("created").ValueKind);
        await User.InstallsAsync(User.Name, _package, second);
    }

    [Fact]
    public async Task Versions_name_a_revision_for_good()
    {
        var first = FlowPackage.Of(("a.csv", _package));
        var second = FlowPackage.Of(("a.csv", _package + " changed"));
        await User.PushAsync(_package, first);
        await User.PushAsync(_package, second);
        Task<HttpResponseMessage> Add(string version, string hash) =>
            User.SendAsync(HttpMethod.Put, $"/api/version/{Here}/{version}", $$"""{"hash":"{{hash}}"}""");

        await Add("2.0", second.Hash).IsDoneAsync();
        await Add("1.0-Alpha1", first.Hash).IsDoneAsync();
        await Add("1.0a1", second.Hash).MessageAsync(HttpStatusCode.Conflict);
        await Add("2.0", second.Hash).MessageAsync(HttpStatusCode.Conflict);
        await Add("one", first.Hash).MessageAsync(HttpStatusCode.BadRequest);
        await Add("3.0", new string('0', 64)).MessageAsync(HttpStatusCode.NotFound);

        var versions = (await User.SendAsync(HttpMethod.Get, $"/api/version/{Here}/").JsonAsync()).GetProperty("versions");
        Assert.Equal(["1.0-Alpha1", "2.0"], versions.Strings("version"));
        Assert.Equal([first.Hash, second.Hash], versions.Strings("hash"));
        var found = await User.SendAsync(HttpMethod.Get, $"/api/version/{Here}/1.0a1").JsonAsync();
        Assert.Equal((first.Hash, User.Name), (found.GetProperty("hash").GetString(), found.GetProperty("created_by").GetString()));
        Assert.Equal("""[["1.0a1"],["2.0"]]""", JsonSerializer.Serialize((await LogAsync()).EnumerateArray().Select(entry => entry.GetProperty("versions"))));
        await User.SendAsync(HttpMethod.Get, $"/api/version/{Here}/4.0").MessageAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Tags_move_and_go()
    {
        var package = FlowPackage.Of(("a.csv", _package));
        await User.PushAsync(_package, package);

        await User.SendAsync(HttpMethod.Put, $"/api/tag/{Here}/stable", $$"""{"hash":"{{package.Hash}}"}""").IsDoneAsync();
        Assert.Equal(["latest", "stable"], await TagsAsync());
        await User.SendAsync(HttpMethod.Delete, $"/api/tag/{Here}/stable").IsDoneAsync();
        await User.SendAsync(HttpMethod.Delete, $"/api/tag/{Here}/stable").MessageAsync(HttpStatusCode.NotFound);

        Assert.Equal("Tag 'stable' does not exist", await User.SendAsync(HttpMethod.Get, $"/api/tag/{Here}/stable").MessageAsync(HttpStatusCode.NotFound));
        Assert.Equal(["latest"], await TagsAsync());
    }

    [Fact]
    public async Task A_part_that_is_pushed_alone_lands_in_the_latest_revision()
    {
        var word = FlowRegistry.NewName("wombats");
        var before = FlowPackage.Of(("README.md", $"About {word}"), ("data/old.csv", "old"), ("data/deep/kept.csv", "kept"));
        var after = FlowPackage.Of(("README.md", $"About {word}"), ("data/old.csv", "old"), ("data/deep/kept.csv", "kept"), ("data/new/here/a.csv", _package), ("data/new/here/b.csv", "b"));
        await User.PushAsync(_package, before);

        const string Part = "data/new/here";
        var plan = (await User.SendGzipAsync(HttpMethod.Post, $"/api/package_update/{Here}/{Part}", after.NodeBody(Part, dryRun: true)).JsonAsync()).GetProperty("upload_urls");
        Assert.Equal(after.Root.Find(Part)!.Objects().Order(StringComparer.Ordinal), plan.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (var entry in plan.EnumerateObject())
        {
            await ObjectWire.UploadAsync(entry.Value, after.Content[entry.Name]);
        }

        var pushed = await User.SendGzipAsync(HttpMethod.Post, $"/api/package_update/{Here}/{Part}", after.NodeBody(Part)).JsonAsync();
        Assert.Equal(after.Hash, pushed.GetProperty("package_hash").GetString());
        await User.InstallsAsync(User.Name, _package, after);
        Assert.Equal([before.Hash, after.Hash], (await LogAsync()).Strings("hash"));
        var preview = await User.Registry.GetPreviewAsync(User.Name, _package, after.Hash);
        Assert.Equal((after.Sizes.Values.Sum(), $"About {word}"), (preview.TotalSizeUncompressed, preview.ReadmePreview));
        Assert.Equal([_package], (await SearchAsync(User, word)).Strings("name"));
        var blocked = await User.SendGzipAsync(HttpMethod.Post, $"/api/package_update/{Here}/data/old/x", after.NodeBody(Part)).MessageAsync(HttpStatusCode.NotFound);
        Assert.Contains("'old'", blocked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_tells_what_is_in_a_package()
    {
        var package = FlowPackage.Of(("README.md", "# Hello"), ("b/two.csv", "2"), ("b/one.CSV", "1"), ("a.txt", _package));
        await User.PushAsync(_package, package);

        var preview = await User.SendAsync(HttpMethod.Get, $"/api/package_preview/{Here}/{package.Hash}").JsonAsync();

        Assert.Equal("""[["README",null],["a",null],["b",[["one",null],["two",null]]]]""", preview.GetProperty("preview").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("# Hello", preview.GetProperty("readme_preview").GetString());
        Assert.Equal("# Hello"u8.ToArray(), await ObjectWire.DownloadAsync(preview.GetProperty("readme_url").GetString()!, 7));
        Assert.Equal(package.Sizes.Values.Sum(), preview.GetProperty("total_size_uncompressed").GetInt64());
        Assert.Equal(1, preview.GetProperty("log_count").GetInt32());
        Assert.False(preview.GetProperty("is_public").GetBoolean());
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse("""{".md":1,".csv":2,".txt":1}"""), preview.GetProperty("file_types")), preview.GetProperty("file_types").GetRawText());
    }

    [Fact]
    public async Task Objects_are_given_to_who_sees_a_package_that_holds_them()
    {
        var mine = FlowPackage.Of(("mine.csv", _package));
        await User.PushAsync(_package, mine);
        var hash = mine.ObjectHashes[0];
        var asked = JsonSerializer.Serialize((string[])[hash, new string('0', 64)]);

        var given = await User.SendAsync(HttpMethod.Post, "/api/get_objects", asked).JsonAsync();
        var hidden = await registry.Anonymous.SendAsync(HttpMethod.Post, "/api/get_objects", asked).JsonAsync();
        var blob = await User.SendAsync(HttpMethod.Get, $"/api/blob/{User.Name}/{hash}").JsonAsync();

        Assert.Equal(mine.Content[hash].Length, Assert.Single(given.GetProperty("sizes").EnumerateObject()).Value.GetInt64());
        Assert.Equal(mine.Content[hash], await ObjectWire.DownloadAsync(given.GetProperty("urls").GetProperty(hash).GetString()!, 1));
        Assert.Equal("""{"urls":{},"sizes":{}}""", hidden.GetRawText());
        Assert.Equal(mine.Content[hash], await ObjectWire.DownloadAsync(blob.GetProperty("get").GetString()!, 1));
        Assert.False(await ObjectWire.UploadAsync(blob, mine.Content[hash]));
    }

    [Fact]
    public async Task A_public_package_is_found_and_listed_and_a_private_one_is_not()
    {
        var word = FlowRegistry.NewName("axolotls");
        var hidden = FlowRegistry.NewName("hidden");
        await User.PushAsync(_package, FlowPackage.Of(("README.md", $"All about {word}.")), isPublic: true);
        await User.PushAsync(hidden, FlowPackage.Of(("README.md", $"More about {word}.")));

        Assert.Equal([_package], (await SearchAsync(registry.Anonymous, word)).Strings("name"));
        Assert.Equal([hidden, _package], (await SearchAsync(User, word)).Strings("name").Order(StringComparer.Ordinal));
        var recent = (await registry.Anonymous.SendAsync(HttpMethod.Get, "/api/recent_packages/?count=100").JsonAsync()).GetProperty("packages");
        Assert.Contains(_package, recent.Strings("name"));
        Assert.DoesNotContain(hidden, recent.Strings("name"));
        var listed = (await registry.Anonymous.SendAsync(HttpMethod.Get, $"/api/package/{User.Name}/").JsonAsync()).GetProperty("packages");
        Assert.Contains(_package, listed.Strings("name"));
        Assert.DoesNotContain(hidden, listed.Strings("name"));
    }

    [Fact]
    public async Task Access_is_given_and_taken()
    {
        var guest = await registry.NewUserAsync();
        var package = FlowPackage.Of(("a.csv", _package));
        await User.PushAsync(_package, package);
        var access = $"/api/access/{Here}/{guest.Name}";

        await User.SendAsync(HttpMethod.Get, access).MessageAsync(HttpStatusCode.NotFound);
        await User.SendAsync(HttpMethod.Put, access).IsDoneAsync();
        await User.SendAsync(HttpMethod.Put, access).MessageAsync(HttpStatusCode.Conflict);
        await User.SendAsync(HttpMethod.Get, access).IsDoneAsync();
        await guest.InstallsAsync(User.Name, _package, package);
        var users = (await guest.SendAsync(HttpMethod.Get, $"/api/access/{Here}/").JsonAsync()).GetProperty("users").EnumerateArray().Select(user => user.GetString());
        Assert.Equal(((string[])[guest.Name, User.Name]).Order(StringComparer.Ordinal), users.Order(StringComparer.Ordinal));

        await User.SendAsync(HttpMethod.Delete, access).IsDoneAsync();
        await User.SendAsync(HttpMethod.Delete, access).MessageAsync(HttpStatusCode.NotFound);
        await guest.SendAsync(HttpMethod.Get, $"/api/tag/{Here}/latest").MessageAsync(HttpStatusCode.NotFound);
        await User.SendAsync(HttpMethod.Delete, $"/api/access/{Here}/{User.Name}").MessageAsync(HttpStatusCode.Forbidden);
        await User.SendAsync(HttpMethod.Put, $"/api/access/{Here}/nobody_of_that_name").MessageAsync(HttpStatusCode.NotFound);
        await User.SendAsync(HttpMethod.Put, $"/api/access/{Here}/Not-A-Name").MessageAsync(HttpStatusCode.BadRequest);

        await User.SendAsync(HttpMethod.Put, $"/api/access/{Here}/public").IsDoneAsync();
        await registry.Anonymous.InstallsAsync(User.Name, _package, package);
    }

    [Fact]
    public async Task A_deleted_package_leaves_nothing_and_can_be_pushed_anew()
    {
        var package = FlowPackage.Of(("a.csv", _package));
        await User.PushAsync(_package, package, isPublic: true);
        await User.SendAsync(HttpMethod.Put, $"/api/tag/{Here}/stable", $$"""{"hash":"{{package.Hash}}"}""").IsDoneAsync();

        await User.SendAsync(HttpMethod.Delete, $"/api/package/{Here}/").IsDoneAsync();
        Assert.Equal($"Package {Here} does not exist", await User.SendAsync(HttpMethod.Get, $"/api/log/{Here}/").MessageAsync(HttpStatusCode.NotFound));
        await User.SendAsync(HttpMethod.Delete, $"/api/package/{Here}/").MessageAsync(HttpStatusCode.NotFound);
        await User.PushAsync(_package, package);

        Assert.Equal(["latest"], await TagsAsync());
        Assert.Equal([package.Hash], (await LogAsync()).Strings("hash"));
        await registry.Anonymous.SendAsync(HttpMethod.Get, $"/api/log/{Here}/").MessageAsync(HttpStatusCode.NotFound);
        await User.InstallsAsync(User.Name, _package, package);
    }

    private async Task<JsonElement> LogAsync() => (await User.SendAsync(HttpMethod.Get, $"/api/log/{Here}/").JsonAsync()).GetProperty("logs");

    private async Task<string[]> TagsAsync() => (await User.SendAsync(HttpMethod.Get, $"/api/tag/{Here}/").JsonAsync()).GetProperty("tags").Strings("tag");

    private static async Task<JsonElement> SearchAsync(PythonClient client, string word) =>
        (await client.SendAsync(HttpMethod.Get, "/api/search/?q=" + word).JsonAsync()).GetProperty("packages");
}
