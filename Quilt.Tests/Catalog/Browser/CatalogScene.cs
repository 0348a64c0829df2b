using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>
/// What there is to look at: an owner with a package in several revisions, a private one, an empty handed member. All
/// tests that look share it, with one browser: <c>[Collection(CatalogScene.Collection)]</c>.
/// </summary>
[CollectionDefinition(Collection)]
public sealed class CatalogScene : IAsyncLifetime, ICollectionFixture<CatalogScene>
{
    /// <summary>The collection of the tests that share it.</summary>
    public const string Collection = "A browser on the catalog";

    private readonly CatalogBrowser _browser = new();

    /// <summary>The browser on it.</summary>
    public CatalogBrowser Browser => _browser;

    /// <summary>The name of the owner's public package.</summary>
    public string Public { get; } = FlowRegistry.NewName("weather_of_the_whole_coast");

    /// <summary>The name of the owner's private package.</summary>
    public string Private { get; } = FlowRegistry.NewName("secret");

    internal PythonClient Owner => _browser.Registry.User;

    internal PythonClient Member { get; private set; } = null!;

    /// <summary>The hashes of the public package's revisions, oldest first.</summary>
    internal IReadOnlyList<string> Revisions { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await _browser.InitializeAsync();
        Member = await _browser.Registry.NewUserAsync();
        var first = FlowPackage.Of(("README.md", "# Weather\n\nHourly readings."), ("data/readings.csv", "hour,degrees\n0,11.5\n1,11.2\n"));
        var second = FlowPackage.Of(
            ("README.md", "# Weather\n\nHourly readings of a station.\n\n| column | unit |\n| --- | --- |\n| `degrees` | °C |\n\n```\nquilt install\n```\n"),
            ("data/readings.csv", "hour,degrees\n0,11.5\n1,11.2\n2,10.9\n"),
            ("data/notes.txt", "Calibrated in spring.\n"),
            ("data/station.json", """{"name":"north","height":[12,{"unit":"m"}]}"""));
        await Owner.PushAsync(Public, first, isPublic: true);
        await Owner.PushAsync(Public, second, isPublic: true);
        Revisions = [first.Hash, second.Hash];
        await Owner.PushAsync(Private, FlowPackage.Of(("a.csv", "x\n1\n")));
        await Owner.Registry.AddVersionAsync(Owner.Name, Public, "1.0.0", first.Hash);
        await Owner.Registry.SetTagAsync(Owner.Name, Public, "stable", first.Hash);
        await Owner.Registry.GrantAccessAsync(Owner.Name, Private, Member.Name);
        await Member.Registry.PostCommentAsync(Owner.Name, Public, "Does `data/readings` include **nights**?");
        await Owner.Registry.PostCommentAsync(Owner.Name, Public, "It does.");
    }

    public Task DisposeAsync() => _browser.DisposeAsync();
}
