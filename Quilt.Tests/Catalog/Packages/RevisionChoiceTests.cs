using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Packages;

/// <summary>Naming a revision in the settings of a package that has many; by a browser without script.</summary>
public sealed class RevisionChoiceTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    /// <summary>One more than there is to choose from.</summary>
    private const int Pushes = 51;

    [Fact]
    public async Task The_newest_revisions_are_chosen_and_older_ones_named_by_their_hash()
    {
        var (owner, name) = (registry.User, FlowRegistry.NewName("long_lived"));
        var oldest = FlowPackage.Of(("f0.csv", "1"));
        await owner.PushAsync(name, oldest);
        for (var number = 1; number < Pushes; number++)
        {
            var package = FlowPackage.Of(($"f{number}.csv", "1"));
            await owner.Registry.PushAsync(owner.Name, name, package.Hash, package.ToPush());
        }

        using var browser = await PlainBrowser.SignedInAsync(registry.Server.Catalog, owner, $"/package/{owner.Name}/{name}/settings");
        Assert.DoesNotContain($"value=\"{oldest.Hash}\"", browser.Html, StringComparison.Ordinal);

        await browser.SubmitFormAsync("version", ("version", "0.1"), ("versioned-older", $" {oldest.Hash[..10].ToUpperInvariant()} "));
        Assert.Contains($"Version 0.1 names {oldest.Hash[..8]}.", browser.Html, StringComparison.Ordinal);
        await browser.SubmitFormAsync("tag", ("tag", "first"), ("tagged-older", oldest.Hash));
        Assert.Equal(oldest.Hash, (await owner.Registry.GetTagAsync(owner.Name, name, "first")).Hash);

        // Of 51 hashes two begin alike.
        var start = (await owner.Registry.GetHashesAsync(owner.Name, name)).GroupBy(hash => hash[..1]).First(group => group.Count() > 1).Key;
        foreach (var (typed, told) in ((string, string)[])[(start, $"More than one hash begins with {start}."), ("nothex", "No revision of this package has a hash that begins with nothex.")])
        {
            await browser.SubmitFormAsync("tag", ("tag", "unclear"), ("tagged-older", typed));
            Assert.Contains(told, browser.Html, StringComparison.Ordinal);
            Assert.Contains($"value=\"{typed}\"", browser.Html, StringComparison.Ordinal);
        }

        Assert.Equal(["first", "latest"], (await owner.Registry.GetTagsAsync(owner.Name, name)).Select(tag => tag.Tag));
    }

    [Fact]
    public async Task Where_all_revisions_can_be_chosen_no_hash_is_asked_for()
    {
        var (owner, name) = (registry.User, FlowRegistry.NewName("young"));
        await owner.PushAsync(name, FlowPackage.Of(("a.csv", "1")));
        using var browser = await PlainBrowser.SignedInAsync(registry.Server.Catalog, owner, $"/package/{owner.Name}/{name}/settings");
        Assert.DoesNotContain("Or an older one", browser.Html, StringComparison.Ordinal);
    }
}
