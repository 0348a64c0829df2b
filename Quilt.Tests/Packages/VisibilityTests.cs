using System.Net;
using System.Net.Http.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Packages;

/// <summary>Who may do what to a private package: its owner, a user with access, another user, anonymous callers.</summary>
public sealed class VisibilityTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry _registry = fixture.Registry;

    [Theory]
    [InlineData("GET", "tag/alice/P/t", "200 200 404 404")]
    [InlineData("GET", "tag/alice/P/", "200 200 404 404")]
    [InlineData("PUT", "tag/alice/P/t2", "200 403 403 401")]
    [InlineData("DELETE", "tag/alice/P/t", "200 403 403 401")]
    [InlineData("GET", "version/alice/P/1.0", "200 200 404 404")]
    [InlineData("GET", "version/alice/P/", "200 200 404 404")]
    [InlineData("PUT", "version/alice/P/2.0", "200 403 403 401")]
    [InlineData("GET", "log/alice/P/", "200 200 404 404")]
    [InlineData("GET", "package/alice/P/", "200 200 404 404")]
    [InlineData("DELETE", "package/alice/P/", "200 403 403 401")]
    [InlineData("GET", "access/alice/P/", "200 200 404 401")]
    [InlineData("GET", "access/alice/P/bob", "200 403 403 401")]
    [InlineData("PUT", "access/alice/P/dave", "200 403 403 401")]
    [InlineData("DELETE", "access/alice/P/bob", "200 403 403 401")]
    [InlineData("GET", "package_timeseries/alice/P/push", "200 200 404 404")]
    [InlineData("GET", "admin/package_list/alice/", "403 403 403 401")]
    public async Task A_private_package_answers_each_caller_as_is_right(string method, string path, string expected)
    {
        var package = "p" + TestRegistry.HashOf(method + path)[..10];
        await _registry.AddPackageAsync("alice", package, "bob");
        var hash = await _registry.AddRevisionAsync("alice", package, package);
        using var alice = _registry.As("alice");
        await alice.PutHashAsync($"/api/tag/alice/{package}/t", hash).IsDoneAsync();
        await alice.PutHashAsync($"/api/version/alice/{package}/1.0", hash).IsDoneAsync();

        // From the least to the most powerful, since the owner's call may take the package away.
        var statuses = new List<int>();
        foreach (var user in (string?[])[null, "carol", "bob", "alice"])
        {
            using var client = _registry.As(user);
            using var request = new HttpRequestMessage(new HttpMethod(method), "/api/" + path.Replace("/P/", $"/{package}/", StringComparison.Ordinal));
            request.Content = method == "PUT" ? JsonContent.Create(new { hash }) : null;
            using var response = await client.SendAsync(request);
            statuses.Insert(0, (int)response.StatusCode);
        }

        Assert.Equal(expected, string.Join(' ', statuses));
    }

    [Theory]
    [InlineData("tag/alice/P/t")]
    [InlineData("tag/alice/P/")]
    [InlineData("version/alice/P/1.0")]
    [InlineData("version/alice/P/")]
    [InlineData("log/alice/P/")]
    [InlineData("package/alice/P/")]
    [InlineData("access/alice/P/")]
    [InlineData("package_timeseries/alice/P/push")]
    public async Task A_hidden_package_and_none_are_told_apart_by_nothing(string path)
    {
        var package = "h" + TestRegistry.HashOf(path)[..10];
        await _registry.AddPackageAsync("alice", package);
        foreach (var user in (string?[])[null, "carol"])
        {
            using var client = _registry.As(user);
            var hidden = await AnswerAsync(client, path.Replace("/P/", $"/{package}/", StringComparison.Ordinal));
            var missing = await AnswerAsync(client, path.Replace("/P/", "/nothing/", StringComparison.Ordinal));
            Assert.Equal(hidden.Replace(package, "nothing", StringComparison.Ordinal), missing);
        }
    }

    [Fact]
    public async Task Lists_and_search_show_each_caller_what_is_for_them()
    {
        foreach (var (name, access) in (IEnumerable<(string, string[])>)[("mine", []), ("lent", ["bob"]), ("open", ["public"]), ("inner", ["team"])])
        {
            await _registry.AddPackageAsync("lister", name, access);
            await _registry.AddRevisionAsync("lister", name, "lister" + name, "zebrafish");
        }

        foreach (var (user, expected) in (IEnumerable<(string?, string[])>)[("lister", ["inner", "lent", "mine", "open"]), ("bob", ["lent", "open"]), ("carol", ["open"]), (null, ["open"])])
        {
            using var client = _registry.As(user);
            Assert.Equal(expected, (await client.GetAsync("/api/package/lister/").JsonAsync()).GetProperty("packages").Strings("name"));
            Assert.Equal(expected, (await client.GetAsync("/api/search/?q=zebrafish").JsonAsync()).GetProperty("packages").Strings("name").Order());
            Assert.Equal(expected, (await client.GetAsync("/api/search/?q=").JsonAsync()).GetProperty("packages").EnumerateArray()
                .Where(hit => hit.GetProperty("owner").GetString() == "lister").Select(hit => hit.GetProperty("name").GetString()!));
        }

        using var admin = _registry.As("admin:root");
        Assert.Equal(["inner", "lent", "mine", "open"], (await admin.GetAsync("/api/admin/package_list/lister/").JsonAsync()).GetProperty("packages").Strings("name"));
    }

    [Theory]
    [InlineData("no such")]
    [InlineData("%F0%9F%A7%B5")]
    [InlineData("a.b")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234567890")]
    public async Task Names_that_cannot_exist_do_not_exist(string name)
    {
        using var alice = _registry.As("alice");
        Assert.Equal($"Package alice/{Uri.UnescapeDataString(name)} does not exist", await alice.GetAsync($"/api/log/alice/{name}/").MessageAsync(HttpStatusCode.NotFound));
        Assert.Empty((await alice.GetAsync($"/api/package/{name}/").JsonAsync()).GetProperty("packages").EnumerateArray());
    }

    [Theory]
    [InlineData("/api/tag/alice/%ED%A0%80/t")]
    [InlineData("/api/search/?q=%00")]
    [InlineData("/api/search/?q=%ED%A0%80")]
    [InlineData("/api/recent_packages/?count=%FF")]
    public async Task Addresses_that_are_no_text_are_refused(string path)
    {
        using var client = _registry.As(null);
        await client.GetAsync(path).MessageAsync(HttpStatusCode.BadRequest);
    }

    private static async Task<string> AnswerAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync("/api/" + path);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }
}
