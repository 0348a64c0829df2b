using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Flows;

/// <summary>What a push is refused for, in the protocol's order.</summary>
public sealed class PushRefusalTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    private const string Group = """{"type":"GROUP","children":{}}""";
    private static readonly string WrongHash = new('0', 64);

    private readonly string _name = FlowRegistry.NewName("package");
    private readonly FlowPackage _package = FlowPackage.Of(("a.csv", Guid.NewGuid().ToString()), ("b.csv", Guid.NewGuid().ToString()));

    private PythonClient User => registry.User;

    [Fact]
    public async Task Who_is_not_logged_in_is_told_so_before_anything_else() =>
        Assert.Equal("Not logged in", await PushAsync(HttpStatusCode.Unauthorized, by: registry.Anonymous, name: "1bad", edit: WrongInEveryWay));

    [Fact]
    public async Task The_body_comes_before_the_owner()
    {
        var message = await PushAsync(HttpStatusCode.BadRequest, owner: "admin", edit: body => body["colour"] = "red");

        Assert.Contains("colour", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_comes_before_the_name() =>
        Assert.Equal("Only the package owner can push packages.", await PushAsync(HttpStatusCode.Forbidden, owner: "admin", name: "1bad", edit: WrongInEveryWay));

    [Theory]
    [InlineData("1bad")]
    [InlineData("ba-d")]
    [InlineData("b%C3%A4d")]
    [InlineData("_bad")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345")]
    public async Task The_name_comes_before_the_tree(string name) =>
        Assert.StartsWith("Invalid package name", await PushAsync(HttpStatusCode.BadRequest, name: name, edit: WrongInEveryWay), StringComparison.Ordinal);

    [Fact]
    public async Task The_top_of_the_tree_comes_before_the_team() =>
        Assert.Contains("ROOT", await PushAsync(HttpStatusCode.BadRequest, edit: WrongInEveryWay), StringComparison.Ordinal);

    [Fact]
    public async Task The_team_comes_before_the_hash() =>
        Assert.Equal("Team access not allowed", await PushAsync(HttpStatusCode.Forbidden, hash: WrongHash, edit: body => body["is_team"] = true));

    [Fact]
    public async Task The_hash_comes_before_the_sizes()
    {
        Assert.Equal("Wrong contents hash", await PushAsync(HttpStatusCode.BadRequest, hash: WrongHash, edit: body => body["sizes"] = new JsonObject()));
        Assert.Equal("Wrong contents hash", await PushAsync(HttpStatusCode.BadRequest, hash: _package.Hash.ToUpperInvariant()));
        Assert.Equal("Wrong contents hash", await PushAsync(HttpStatusCode.BadRequest, hash: WrongHash, dryRun: true));
    }

    [Fact]
    public async Task The_sizes_come_before_a_namesake()
    {
        await User.PushAsync(_name, FlowPackage.Of(("other.csv", "x")));
        var missing = _package.ObjectHashes[0];

        var without = await PushAsync(HttpStatusCode.BadRequest, name: _name.ToUpperInvariant(), edit: body => body["sizes"]!.AsObject().Remove(missing));
        var extra = await PushAsync(HttpStatusCode.BadRequest, name: _name.ToUpperInvariant(), edit: body => body["sizes"]![WrongHash] = 1);

        Assert.Contains(missing, without, StringComparison.Ordinal);
        Assert.Contains(WrongHash, extra, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_namesake_in_other_letter_case_comes_before_the_objects(bool dryRun)
    {
        await User.PushAsync(_name, FlowPackage.Of(("other.csv", "x")));

        Assert.Equal($"Package already exists: {User.Name}/{_name}", await PushAsync(HttpStatusCode.Forbidden, name: _name.ToUpperInvariant(), dryRun: dryRun));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_private_package_is_not_made_public_by_a_push(bool dryRun)
    {
        await User.PushAsync(_name, FlowPackage.Of(("other.csv", "x")));

        foreach (var key in (string[])["is_public", "public"])
        {
            var message = await PushAsync(HttpStatusCode.Forbidden, dryRun: dryRun, edit: body =>
            {
                body.Remove("is_public");
                body[key] = true;
            });
            Assert.Contains($"`quilt access add {User.Name}/{_name} public`", message, StringComparison.Ordinal);
        }

        await registry.Anonymous.SendAsync(HttpMethod.Get, $"/api/tag/{User.Name}/{_name}/latest").MessageAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Objects_that_were_never_uploaded_are_named()
    {
        var message = await PushAsync(HttpStatusCode.BadRequest);

        Assert.All(_package.ObjectHashes, hash => Assert.Contains(hash, message, StringComparison.Ordinal));
        await User.SendAsync(HttpMethod.Get, $"/api/package/{User.Name}/{_name}/").MessageAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Objects_of_another_owner_do_not_count_as_uploaded()
    {
        var other = await registry.NewUserAsync();
        await other.PushAsync(_name, _package, isPublic: true);

        Assert.StartsWith("Not uploaded", await PushAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_readme_that_was_never_uploaded_is_forbidden()
    {
        var package = FlowPackage.Of(("README.md", _name), ("a.csv", _name + "a"));

        var message = await User.SendGzipAsync(HttpMethod.Put, User.PathOf(_name, package), package.Body()).MessageAsync(HttpStatusCode.Forbidden);

        Assert.Contains("README", message, StringComparison.Ordinal);
        Assert.Contains("never uploaded", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_readme_whose_gzip_is_broken_is_not_stored_and_so_not_pushed()
    {
        var package = FlowPackage.Of(("README.md", _name));
        var plan = await User.Registry.DryRunPushAsync(User.Name, _name, package.Hash, package.ToPush());
        using var broken = new ByteArrayContent(Encoding.UTF8.GetBytes(_name));
        broken.Headers.ContentEncoding.Add("gzip");

        using var stored = await PythonClient.Storage.PutAsync(plan.UploadUrls[package.ObjectHashes[0]].Put, broken);

        Assert.Equal(HttpStatusCode.BadRequest, stored.StatusCode);
        await User.SendGzipAsync(HttpMethod.Put, User.PathOf(_name, package), package.Body()).MessageAsync(HttpStatusCode.Forbidden);
        await User.SendAsync(HttpMethod.Get, $"/api/package/{User.Name}/{_name}/").MessageAsync(HttpStatusCode.NotFound);
    }

    /// <summary>A request that every check from the tree on would refuse.</summary>
    private static void WrongInEveryWay(JsonObject body)
    {
        body["contents"] = JsonNode.Parse(Group);
        body["is_team"] = true;
        body["sizes"] = new JsonObject { [WrongHash] = 1 };
    }

    private Task<string> PushAsync(
        HttpStatusCode status, PythonClient? by = null, string? owner = null, string? name = null, string? hash = null, bool dryRun = false, Action<JsonObject>? edit = null) =>
        (by ?? User).SendGzipAsync(HttpMethod.Put, $"/api/package/{owner ?? User.Name}/{name ?? _name}/{hash ?? _package.Hash}", _package.Body(dryRun, edit: edit)).MessageAsync(status);
}
