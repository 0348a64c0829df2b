using System.Net;
using System.Text.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Flows;

/// <summary>
/// Who may do what with a package, call by call. What a caller may not see answers, to the letter, as a package that
/// does not exist; and every write but the owner's is refused the same whether there is a package or not.
/// </summary>
public sealed class VisibilityTests(VisibilityTests.People people) : IClassFixture<VisibilityTests.People>
{
    private const string Missing = "no_such_package";

    private readonly string _name = FlowRegistry.NewName("package");
    private readonly FlowPackage _package = FlowPackage.Of(("README.md", "# Hidden"), ("a.csv", Guid.NewGuid().ToString()));

    // In a path: {0} the owner, {1} the package, {2} the hash, {3} the granted user, {4} the other user.
    public static TheoryData<string, string> Reads => new()
    {
        { "GET", "/api/package/{0}/{1}/" },
        { "GET", "/api/package/{0}/{1}/{2}" },
        { "GET", "/api/package/{0}/{1}/{2}?subpath=a&meta_only=" },
        { "GET", "/api/package/{0}/{1}/{2}?subpath=wrong" },
        { "GET", "/api/package_preview/{0}/{1}/{2}" },
        { "GET", "/api/package_timeseries/{0}/{1}/install" },
        { "GET", "/api/log/{0}/{1}/" },
        { "GET", "/api/comments/{0}/{1}/" },
        { "GET", "/api/tag/{0}/{1}/" },
        { "GET", "/api/tag/{0}/{1}/latest" },
        { "GET", "/api/tag/{0}/{1}/wrong" },
        { "GET", "/api/version/{0}/{1}/" },
        { "GET", "/api/version/{0}/{1}/1.0" },
        { "GET", "/api/version/{0}/{1}/9.9" },
    };

    public static TheoryData<string, string, string?> OwnersCalls => new()
    {
        { "PUT", "/api/package/{0}/{1}/{2}", "push" },
        { "PUT", "/api/package/{0}/{1}/{2}", "dry run" },
        { "POST", "/api/package_update/{0}/{1}/a", "part" },
        { "PUT", "/api/tag/{0}/{1}/stable", "hash" },
        { "DELETE", "/api/tag/{0}/{1}/latest", null },
        { "PUT", "/api/version/{0}/{1}/2.0", "hash" },
        { "PUT", "/api/access/{0}/{1}/{4}", null },
        { "PUT", "/api/access/{0}/{1}/public", null },
        { "GET", "/api/access/{0}/{1}/{3}", null },
        { "DELETE", "/api/access/{0}/{1}/{3}", null },
        { "PUT", "/api/access/{0}/{1}/somebody@example.com", null },
        { "GET", "/api/invite/{0}/{1}/", null },
        { "DELETE", "/api/package/{0}/{1}/", null },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_private_package_is_read_by_who_was_granted_access(string method, string path)
    {
        await PushAsync();
        var expected = path.Contains("wrong", StringComparison.Ordinal) || path.Contains("9.9", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.OK;

        foreach (var reader in (PythonClient[])[people.Owner, people.Granted])
        {
            var (status, body) = await CallAsync(reader, method, path, _name, null);
            Assert.Equal(expected, status);
            Assert.NotEqual(await CallAsync(reader, method, path, Missing, null), (status, body));
        }

        foreach (var stranger in (PythonClient[])[people.Other, people.Anonymous])
        {
            var hidden = await CallAsync(stranger, method, path, _name, null);
            Assert.Equal(HttpStatusCode.NotFound, hidden.Status);
            Assert.Equal(await CallAsync(stranger, method, path, Missing, null), hidden);
        }
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_public_package_is_read_by_everybody(string method, string path)
    {
        await PushAsync(isPublic: true);
        var owners = await CallAsync(people.Owner, method, path, _name, null);

        foreach (var reader in (PythonClient[])[people.Granted, people.Other, people.Anonymous])
        {
            var (status, body) = await CallAsync(reader, method, path, _name, null);
            Assert.Equal(owners.Status, status);
            Assert.Equal(JsonElement.Parse(owners.Body).EnumerateObject().Select(property => property.Name), JsonElement.Parse(body).EnumerateObject().Select(property => property.Name));
        }
    }

    [Theory]
    [MemberData(nameof(OwnersCalls))]
    public async Task Only_the_owner_changes_a_package(string method, string path, string? body)
    {
        await PushAsync();

        foreach (var (caller, status) in ((PythonClient, HttpStatusCode)[])[
            (people.Granted, HttpStatusCode.Forbidden), (people.Other, HttpStatusCode.Forbidden), (people.Anonymous, HttpStatusCode.Unauthorized)])
        {
            var refused = await CallAsync(caller, method, path, _name, body);
            Assert.Equal(status, refused.Status);
            Assert.Equal(await CallAsync(caller, method, path, Missing, body), refused);
        }

        await people.Granted.InstallsAsync(people.Owner.Name, _name, _package);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(people.Owner, method, path, _name, body)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_access_is_shown_to_members_who_see_the_package(bool isPublic)
    {
        await PushAsync(isPublic);
        const string Path = "/api/access/{0}/{1}/";

        Assert.Equal(HttpStatusCode.OK, (await CallAsync(people.Owner, "GET", Path, _name, null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(people.Granted, "GET", Path, _name, null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(people.Anonymous, "GET", Path, _name, null)).Status);
        var others = await CallAsync(people.Other, "GET", Path, _name, null);
        if (isPublic)
        {
            Assert.Equal(HttpStatusCode.OK, others.Status);
        }
        else
        {
            Assert.Equal((HttpStatusCode.NotFound, (await CallAsync(people.Other, "GET", Path, Missing, null)).Body), others);
        }
    }

    [Fact]
    public async Task Lists_search_and_objects_show_only_what_the_caller_sees()
    {
        await PushAsync();
        var hash = _package.Root.Find("a")!.Hashes[0];
        foreach (var (caller, sees) in ((PythonClient, bool)[])[(people.Owner, true), (people.Granted, true), (people.Other, false), (people.Anonymous, false)])
        {
            var listed = await caller.SendAsync(HttpMethod.Get, $"/api/package/{people.Owner.Name}/").JsonAsync();
            var found = await caller.SendAsync(HttpMethod.Get, $"/api/search/?q={_name}").JsonAsync();
            var objects = await caller.SendAsync(HttpMethod.Post, "/api/get_objects", $"""["{hash}"]""").JsonAsync();

            Assert.Equal(sees, listed.GetProperty("packages").Strings("name").Contains(_name));
            Assert.Equal(sees, found.GetProperty("packages").Strings("name").Contains(_name));
            Assert.Equal(sees, objects.GetProperty("urls").TryGetProperty(hash, out _));
        }
    }

    [Fact]
    public async Task Upload_addresses_are_the_owners_alone()
    {
        var path = $"/api/blob/{people.Owner.Name}/{new string('a', 64)}";

        await people.Owner.SendAsync(HttpMethod.Get, path).JsonAsync();
        await people.Granted.SendAsync(HttpMethod.Get, path).MessageAsync(HttpStatusCode.Forbidden);
        await people.Other.SendAsync(HttpMethod.Get, path).MessageAsync(HttpStatusCode.Forbidden);
        await people.Anonymous.SendAsync(HttpMethod.Get, path).MessageAsync(HttpStatusCode.Unauthorized);
    }

    private async Task PushAsync(bool isPublic = false)
    {
        await people.Owner.PushAsync(_name, _package, isPublic);
        await people.Owner.SendAsync(HttpMethod.Put, $"/api/version/{people.Owner.Name}/{_name}/1.0", $$"""{"hash":"{{_package.Hash}}"}""").IsDoneAsync();
        await people.Owner.Registry.GrantAccessAsync(people.Owner.Name, _name, people.Granted.Name);
    }

    /// <summary>The answer, with the package's name taken out so that answers about two packages can be held together.</summary>
    private async Task<(HttpStatusCode Status, string Body)> CallAsync(PythonClient caller, string method, string path, string name, string? body)
    {
        var json = body switch
        {
            "push" => _package.Body(),
            "dry run" => _package.Body(dryRun: true),
            "part" => _package.NodeBody("a"),
            "hash" => $$"""{"hash":"{{_package.Hash}}"}""",
            _ => null,
        };
        using var answer = await caller.SendAsync(
            HttpMethod.Parse(method), string.Format(null, path, people.Owner.Name, name, _package.Hash, people.Granted.Name, people.Other.Name), json);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Replace(name, "PACKAGE", StringComparison.Ordinal));
    }

    /// <summary>The four kinds of callers.</summary>
    public sealed class People : IAsyncLifetime
    {
        private readonly FlowRegistry _registry = new();

        internal PythonClient Owner => _registry.User;

        internal PythonClient Granted { get; private set; } = null!;

        internal PythonClient Other { get; private set; } = null!;

        internal PythonClient Anonymous => _registry.Anonymous;

        public async Task InitializeAsync()
        {
            await _registry.InitializeAsync();
            Granted = await _registry.NewUserAsync();
            Other = await _registry.NewUserAsync();
        }

        public Task DisposeAsync() => _registry.DisposeAsync();
    }
}
