using Quilt.Client;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Flows;

/// <summary>What an administrator sees of what people did, with the answers of both services put together.</summary>
public sealed class AuditTests(AuditTests.Admin admin) : IClassFixture<AuditTests.Admin>
{
    private readonly string _package = FlowRegistry.NewName("package");

    private QuiltRegistryClient Registry => admin.Client.Registry;

    [Fact]
    public async Task Pushes_of_packages_and_nodes_installs_views_and_deletions_are_all_there_at_once()
    {
        var user = await admin.NewUserAsync();
        var content = FlowPackage.Of(("README.md", "# Read"), ("docs/a.csv", _package));
        await user.PushAsync(_package, content, isPublic: true);
        await user.SendGzipAsync(HttpMethod.Post, $"/api/package_update/{user.Name}/{_package}/more", content.NodeBody("docs")).JsonAsync();
        var merged = await user.Registry.GetTagAsync(user.Name, _package, "latest");
        await admin.Anonymous.Registry.InstallAsync(user.Name, _package, merged.Hash, "docs");
        await user.Registry.InstallAsync(user.Name, _package, content.Hash);
        await user.Registry.GetPreviewAsync(user.Name, _package, merged.Hash);
        await user.Registry.DeletePackageAsync(user.Name, _package);

        var events = await Registry.AuditPackageAsync(user.Name, _package);

        Assert.Equal(
            [
                ("PUSH", user.Name, content.Hash, """{"public": true}"""),
                ("PUSH", user.Name, merged.Hash, """{"public": false}"""),
                ("INSTALL", "", merged.Hash, """{"subpath": "docs"}"""),
                ("INSTALL", user.Name, content.Hash, """{"subpath": ""}"""),
                ("PREVIEW", user.Name, merged.Hash, null),
                ("DELETE", user.Name, null, null),
            ],
            events.Select(item => (item.Type, item.User, item.PackageHash, item.Extra?.GetRawText())));
        Assert.Equal(events.Select(item => item.Created).Order(), events.Select(item => item.Created));
        Assert.All(events, item => Assert.Equal((user.Name, _package), (item.PackageOwner, item.PackageName)));

        var activity = (await Registry.GetPackageActivityAsync())[$"{user.Name}/{_package}"];
        Assert.Equal((2, 2, 1, 1), (activity.Pushes.Count, activity.Installs.Count, activity.Previews.Count, activity.Deletes.Count));
        Assert.Equal(events[1].Created, activity.Pushes.Latest);
        var did = (await Registry.GetUserActivityAsync())[user.Name];
        Assert.Equal((0, 2, 1, 1, 1, "active", false), (did.Packages, did.Pushes, did.Installs, did.Previews, did.Deletes, did.Status, did.IsAdmin));
        Assert.NotNull(did.LastSeen);
    }

    [Fact]
    public async Task A_user_s_security_events_tell_sign_ins_and_acts_in_order_with_address_and_agent()
    {
        var user = await admin.NewUserAsync();
        await user.PushAsync(_package, FlowPackage.Of(("a.csv", _package)));
        await user.Registry.GrantAccessAsync(user.Name, _package, "public");
        await user.Registry.LogoutAsync();

        var events = await Registry.AuditUserAsync(user.Name, security: true);

        var types = events.Select(item => item.Type).ToList();
        foreach (var (earlier, later) in (IEnumerable<(string, string)>)[("LOGIN", "PUSH"), ("PUSH", "TAG_SET"), ("TAG_SET", "ACCESS_GRANTED"), ("ACCESS_GRANTED", "LOGOUT")])
        {
            Assert.True(types.IndexOf(earlier) >= 0 && types.IndexOf(earlier) < types.IndexOf(later), string.Join(' ', types));
        }

        Assert.All(events, item => Assert.Equal(user.Name, item.User));
        Assert.All(events.Where(item => item.Type is "LOGIN" or "PUSH" or "ACCESS_GRANTED"), item =>
        {
            Assert.Contains(item.Extra!.Value.GetProperty("address").GetString(), (string[])["127.0.0.1", "::1"]);
            Assert.StartsWith("quilt-cli/2.9.15", item.Extra!.Value.GetProperty("agent").GetString(), StringComparison.Ordinal);
        });
        Assert.Equal(["PUSH"], (await Registry.AuditUserAsync(user.Name)).Select(item => item.Type));
    }

    [Fact]
    public async Task A_disabled_account_is_told_as_such_and_still_counted()
    {
        var user = await admin.NewUserAsync();
        await user.PushAsync(_package, FlowPackage.Of(("a.csv", _package)));
        await Registry.DisableUserAsync(user.Name);

        var did = (await Registry.GetUserActivityAsync())[user.Name];

        Assert.Equal((1, 1, "disabled"), (did.Packages, did.Pushes, did.Status));
        Assert.True((await Registry.GetUserActivityAsync())["admin"].IsAdmin);
        Assert.Contains(await Registry.GetUsersAsync(), account => account.Username == user.Name && !account.IsActive);
    }

    [Fact]
    public async Task All_packages_are_the_administrators_to_list()
    {
        var user = await admin.NewUserAsync();
        await user.PushAsync(_package, FlowPackage.Of(("a.csv", _package)));
        Assert.Equal([new OwnedPackage(_package, false, false)], await Registry.GetAllPackagesAsync(user.Name));
        Assert.Empty(await Registry.GetPackagesAsync(user.Name));
    }

    /// <summary>The registry's first account.</summary>
    public sealed class Admin : IAsyncLifetime
    {
        private readonly FlowRegistry _registry = new();

        internal PythonClient Client { get; private set; } = null!;

        internal PythonClient Anonymous => _registry.Anonymous;

        public async Task InitializeAsync()
        {
            await _registry.InitializeAsync();
            Client = Anonymous.With(await Anonymous.Registry.LoginAsync("admin", "quilt"));
        }

        public Task DisposeAsync() => _registry.DisposeAsync();

        internal Task<PythonClient> NewUserAsync() => _registry.NewUserAsync();
    }
}
