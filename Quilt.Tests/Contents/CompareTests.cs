using System.Net;
using Quilt.Client;
using Quilt.Tests.Flows;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Contents;

public sealed class CompareTests(ContentsFixture fixture) : IClassFixture<ContentsFixture>
{
    private QuiltRegistryClient Carl => fixture.As("carl");

    [Fact]
    public async Task Added_removed_changed_and_renamed_files_are_told_apart()
    {
        var one = FlowPackage.Of(("README.md", "# One"), ("same.csv", "s"), ("changed.csv", "1"), ("old/moved.csv", "moved"), ("gone.csv", "gone"), ("turns/x.csv", "x"));
        var two = FlowPackage.Of(("README.md", "# Two"), ("same.csv", "s"), ("changed.csv", "22"), ("new/place.csv", "moved"), ("came.csv", "came"), ("turns.csv", "t"));
        await fixture.PushAsync("carl", "both", one);
        await fixture.PushAsync("carl", "both", two);
        await Carl.AddVersionAsync("carl", "both", "1.0", one.Hash);

        var comparison = await Carl.CompareAsync("carl", "both", "1.0", "latest");
        Assert.Equal((one.Hash, two.Hash, 2, 2, 2, 1, true), (comparison.From, comparison.To, comparison.Added, comparison.Removed, comparison.Changed, comparison.Renamed, comparison.ReadmeDiffers));
        Assert.Equal((6, 6), (comparison.FromFiles, comparison.ToFiles));
        Assert.Equal(
            ["changed README", "added came", "changed changed", "removed gone", "renamed new/place from old/moved", "removed turns/x", "added turns"],
            comparison.Changes.Select(change => $"{change.Change} {change.Path}{(change.OldPath is { } old ? " from " + old : "")}"));
        Assert.Equal((1L, 2L), (comparison.Changes[2].OldSize, comparison.Changes[2].NewSize));
        Assert.Equal((null, 4L), (comparison.Changes[1].OldSize, comparison.Changes[1].NewSize));
        Assert.Equal(comparison.Changes[4].OldObject, comparison.Changes[4].NewObject);

        var added = await Carl.CompareAsync("carl", "both", one.Hash[..10], two.Hash, "added", offset: 1, limit: 1);
        Assert.Equal(["turns"], added.Changes.Select(change => change.Path));
        Assert.Equal(2, added.Added);
        Assert.Empty((await Carl.CompareAsync("carl", "both", "latest", two.Hash)).Changes);
    }

    [Fact]
    public async Task The_differences_turned_round_are_the_differences()
    {
        var random = new Random(5);
        for (var round = 0; round < 20; round++)
        {
            var (one, two) = (Random(random), Random(random));
            await fixture.PushAsync("carl", "turned", one);
            await fixture.PushAsync("carl", "turned", two);
            var forth = await Carl.CompareAsync("carl", "turned", one.Hash, two.Hash, limit: 1_000);
            var back = await Carl.CompareAsync("carl", "turned", two.Hash, one.Hash, limit: 1_000);

            Assert.Equal((forth.Added, forth.Removed, forth.Changed, forth.Renamed), (back.Removed, back.Added, back.Changed, back.Renamed));
            Assert.Equal(forth.ToFiles - forth.FromFiles, forth.Added - forth.Removed);
            Assert.Equal(forth.ToSize - forth.FromSize, forth.Changes.Sum(change => (change.NewSize ?? 0) - (change.OldSize ?? 0)));
        }
    }

    [Theory]
    [InlineData("from=latest", 400, "Name the two revisions by from and to.")]
    [InlineData("from=latest&to=nope", 404, "There is no revision 'nope'. Name it by its hash, a tag or a version.")]
    [InlineData("from=00000000&to=latest", 404, "There is no revision '00000000'. Name it by its hash, a tag or a version.")]
    [InlineData("from=latest&to=latest&change=lost", 400, "change must be added, removed, changed or renamed.")]
    [InlineData("from=latest&to=latest&change=1", 400, "change must be added, removed, changed or renamed.")]
    public async Task What_cannot_be_compared_is_told_in_a_sentence(string query, int status, string message)
    {
        await fixture.PushAsync("carl", "one", FlowPackage.Of(("a.csv", "1")));
        using var http = fixture.Registry.As("carl");
        Assert.Equal(message, await http.GetAsync("/api/compare/carl/one/?" + query).MessageAsync((HttpStatusCode)status));
    }

    private static FlowPackage Random(Random random) => FlowPackage.Of(
        [.. Enumerable.Range(0, 12).Where(_ => random.Next(2) == 0).Select(number => ($"g{number % 3}/f{number}.csv", new string('x', random.Next(1, 6))))]);
}
