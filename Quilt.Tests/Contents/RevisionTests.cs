using System.Net;
using Quilt.Client;
using Quilt.Tests.Flows;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Contents;

public sealed class RevisionTests(ContentsFixture fixture) : IClassFixture<ContentsFixture>
{
    [Fact]
    public async Task A_revision_is_found_by_hash_its_start_tag_version_or_as_the_latest()
    {
        var (first, second) = (FlowPackage.Of(("README.md", "# One"), ("a.csv", "1")), FlowPackage.Of(("a.csv", "22")));
        await fixture.PushAsync("rita", "named", first);
        await fixture.PushAsync("rita", "named", second);
        var rita = fixture.As("rita");
        await rita.SetTagAsync("rita", "named", "old", first.Hash);
        await rita.AddVersionAsync("rita", "named", "1.0", first.Hash);
        await rita.AddVersionAsync("rita", "named", "0.9", first.Hash);
        await rita.PostCommentAsync("rita", "named", "Good.");

        foreach (var name in (RevisionName[])[RevisionName.Of(first.Hash), new(Hash: first.Hash[..8]), new(Tag: "old"), new(Version: "1.0")])
        {
            var found = await rita.GetRevisionAsync("rita", "named", name);
            Assert.Equal((first.Hash, false, null), (found.Hash, found.IsLatest, found.Readme));
        }

        var old = await rita.GetRevisionAsync("rita", "named", new(Version: "1.0"), withReadme: true);
        Assert.Equal("# One", old.Readme);
        Assert.Equal(first.Root.Find("README")!.Hashes[0], old.ReadmeHash);
        Assert.Equal(["old"], old.Tags);
        Assert.Equal(["0.9", "1.0"], old.Versions);
        Assert.Equal((2, 6, 2, 1), (old.Objects, old.TotalSize, old.Pushes, old.Comments));
        Assert.Equal(1, old.FileTypes[".csv"]);

        var latest = await rita.GetRevisionAsync("rita", "named", RevisionName.Latest, withReadme: true);
        Assert.Equal((second.Hash, true, null, null), (latest.Hash, latest.IsLatest, latest.ReadmeHash, latest.Readme));
        await rita.DeleteTagAsync("rita", "named", "latest");
        Assert.Equal((second.Hash, true), (await rita.GetRevisionAsync("rita", "named", RevisionName.Latest)) is var untagged ? (untagged.Hash, untagged.IsLatest) : default);
    }

    [Theory]
    [InlineData("hash=0000000000000000", 404, "Package hash does not exist")]
    [InlineData("hash=abc", 404, "Package hash does not exist")]
    [InlineData("hash=%27", 404, "Package hash does not exist")]
    [InlineData("tag=nope", 404, "Tag 'nope' does not exist")]
    [InlineData("version=9", 404, "Version 9 does not exist")]
    [InlineData("version=x", 400, "Malformed version")]
    [InlineData("tag=latest&version=1", 400, "Name the revision by one of hash, tag and version.")]
    public async Task A_revision_that_is_not_there_is_told_in_a_sentence(string query, int status, string message)
    {
        await fixture.PushAsync("rita", "missing", FlowPackage.Of(("a.csv", "1")));
        using var rita = fixture.Registry.As("rita");
        foreach (var what in (string[])["revision", "tree", "object", "zip"])
        {
            Assert.Equal(message, await rita.GetAsync($"/api/{what}/rita/missing/?{query}").MessageAsync((HttpStatusCode)status));
        }
    }

    [Fact]
    public async Task Looking_in_counts_neither_as_an_install_nor_as_a_view()
    {
        var package = FlowPackage.Of(("README.md", "# One"), ("a.csv", "1"));
        await fixture.PushAsync("rita", "uncounted", package, isPublic: true);
        var anonymous = fixture.As(null);
        await anonymous.GetRevisionAsync("rita", "uncounted", RevisionName.Latest, withReadme: true);
        await anonymous.GetTreeAsync("rita", "uncounted", RevisionName.Latest);
        await anonymous.GetObjectAsync("rita", "uncounted", RevisionName.Latest, "a", download: true);
        await anonymous.CompareAsync("rita", "uncounted", "latest", package.Hash);
        await anonymous.GetActivityAsync("rita", "uncounted");
        (await anonymous.GetZipAsync("rita", "uncounted", RevisionName.Latest)).Dispose();

        // A view that counts: what comes before it in the buffer is written with it.
        await anonymous.GetPreviewAsync("rita", "uncounted", package.Hash);
        using var admin = fixture.Registry.As("admin:root");
        var audit = await admin.GetAsync("/api/audit/rita/uncounted/").JsonAsync();
        Assert.Equal(["PUSH", "PREVIEW"], audit.GetProperty("events").Strings("type"));
    }
}
