using Quilt.Tests.Flows;

namespace Quilt.Tests.Contents;

public sealed class ActivityTests(ContentsFixture fixture) : IClassFixture<ContentsFixture>
{
    [Fact]
    public async Task Pushes_tags_versions_and_comments_come_newest_first_and_page_by_page()
    {
        var (one, two) = (FlowPackage.Of(("a.csv", "1")), FlowPackage.Of(("a.csv", "2")));
        var ann = fixture.As("ann");
        await fixture.PushAsync("ann", "busy", one, isPublic: true);
        await ann.AddVersionAsync("ann", "busy", "1.0", one.Hash);
        await ann.SetTagAsync("ann", "busy", "stable", one.Hash);
        await fixture.As("bert").PostCommentAsync("ann", "busy", new string('c', 600));
        await fixture.PushAsync("ann", "busy", two);

        var page = await fixture.As(null).GetActivityAsync("ann", "busy");
        Assert.Equal(["push", "comment", "tag", "version", "push"], page.Items.Select(item => item.Kind));
        Assert.Equal([two.Hash, null, one.Hash, one.Hash, one.Hash], page.Items.Select(item => item.Hash));
        Assert.Equal([null, null, "stable", "1.0", null], page.Items.Select(item => item.Label));
        Assert.Equal(("bert", 500, 32), (page.Items[1].Author, page.Items[1].Comment!.Length, page.Items[1].CommentId!.Length));
        Assert.False(page.HasMore);
        Assert.Equal(page.Items.Select(item => item.Created).OrderDescending(), page.Items.Select(item => item.Created));

        var second = await fixture.As(null).GetActivityAsync("ann", "busy", offset: 2, limit: 2);
        Assert.Equal(page.Items.Skip(2).Take(2), second.Items);
        Assert.True(second.HasMore);
    }

    [Fact]
    public async Task Of_an_owner_each_caller_sees_what_happened_to_packages_that_are_for_them()
    {
        foreach (var (name, isPublic) in ((string, bool)[])[("hidden", false), ("open", true)])
        {
            await fixture.PushAsync("olaf", name, FlowPackage.Of(("a.csv", name)), isPublic);
        }

        Assert.Equal(["open", "hidden"], (await fixture.As("olaf").GetOwnerActivityAsync("olaf")).Items.Select(item => item.Package));
        Assert.Equal(["open"], (await fixture.As("ann").GetOwnerActivityAsync("olaf")).Items.Select(item => item.Package));
        Assert.Empty((await fixture.As(null).GetOwnerActivityAsync("nobody_at_all")).Items);
    }

    [Fact]
    public async Task What_happened_in_an_earlier_life_of_a_name_is_not_told()
    {
        var (old, young) = (FlowPackage.Of(("a.csv", "old")), FlowPackage.Of(("a.csv", "young")));
        var ann = fixture.As("ann");
        await fixture.PushAsync("ann", "reborn", old);
        await ann.SetTagAsync("ann", "reborn", "secret", old.Hash);
        await ann.AddVersionAsync("ann", "reborn", "0.1", old.Hash);
        await ann.DeletePackageAsync("ann", "reborn");
        await fixture.PushAsync("ann", "reborn", young);

        Assert.Equal([("push", young.Hash)], (await ann.GetActivityAsync("ann", "reborn")).Items.Select(item => (item.Kind, item.Hash!)));
    }
}
