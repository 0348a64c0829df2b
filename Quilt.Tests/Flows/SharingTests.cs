using System.Net;
using MimeKit;
using Quilt.Client;
using Quilt.Standalone.DataFolders;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Flows;

/// <summary>Invitations and comments between real accounts, with the letters in the outbox of the data folder.</summary>
public sealed class SharingTests(FlowRegistry registry) : IClassFixture<FlowRegistry>
{
    private readonly string _package = FlowRegistry.NewName("package");

    private PythonClient Owner => registry.User;

    [Fact]
    public async Task A_person_who_is_invited_before_signing_up_gets_the_package()
    {
        var content = FlowPackage.Of(("a.csv", _package));
        await Owner.PushAsync(_package, content);
        var name = FlowRegistry.NewName("guest");
        await Owner.Registry.GrantAccessAsync(Owner.Name, _package, name.ToUpperInvariant() + "@example.org");
        Assert.True(await Owner.Registry.HasAccessAsync(Owner.Name, _package, name + "@example.org"));

        var guest = await PythonClient.RegisterAsync(registry.Server, name);
        var invitation = Assert.Single(await guest.Registry.GetInvitationsAsync());
        Assert.Equal((Owner.Name, _package), (invitation.Owner, invitation.Package));
        Assert.Equal(invitation, Assert.Single(await Owner.Registry.GetInvitationsAsync(Owner.Name, _package)));
        await Assert.ThrowsAsync<RegistryException>(() => guest.Registry.GetLogAsync(Owner.Name, _package));

        var profile = await guest.Registry.GetProfileAsync();

        Assert.Equal([new ProfilePackage(Owner.Name, _package, false, false)], profile.Packages.Shared);
        await guest.InstallsAsync(Owner.Name, _package, content);
        Assert.Empty(await guest.Registry.GetInvitationsAsync());
        Assert.Empty(await Owner.Registry.GetInvitationsAsync(Owner.Name, _package));
        var letter = await LetterAsync(name.ToUpperInvariant() + "@example.org");
        Assert.Contains($"http://localhost:{registry.Server.Catalog.Port}/package/{Owner.Name}/{_package}", letter.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_reads_what_others_say_in_a_letter_and_in_the_list()
    {
        await Owner.PushAsync(_package, FlowPackage.Of(("a.csv", _package)), isPublic: true);
        var guest = await registry.NewUserAsync();

        var comment = await guest.Registry.PostCommentAsync(Owner.Name, _package, $"Where is {_package} from?");
        var answer = await Owner.Registry.PostCommentAsync(Owner.Name, _package, "From here.");

        Assert.Equal([comment, answer], await registry.Anonymous.Registry.GetCommentsAsync(Owner.Name, _package));
        var letter = await LetterAsync(Owner.Name + "@example.org");
        Assert.Contains(comment.Contents, letter.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_was_deleted_and_is_pushed_anew_shows_nothing_of_the_old()
    {
        var (old, anew) = (FlowPackage.Of(("README.md", "old"), ("a.csv", _package)), FlowPackage.Of(("b.csv", _package + "b")));
        var guest = await registry.NewUserAsync();
        await Owner.PushAsync(_package, old, isPublic: true);
        await Owner.Registry.SetTagAsync(Owner.Name, _package, "stable", old.Hash);
        await Owner.Registry.AddVersionAsync(Owner.Name, _package, "1.0", old.Hash);
        await Owner.Registry.GrantAccessAsync(Owner.Name, _package, guest.Name);
        await Owner.Registry.GrantAccessAsync(Owner.Name, _package, FlowRegistry.NewName("somebody") + "@example.com");
        await guest.Registry.PostCommentAsync(Owner.Name, _package, "Nice");
        await Owner.Registry.DeletePackageAsync(Owner.Name, _package);

        await Owner.PushAsync(_package, anew);

        var client = Owner.Registry;
        Assert.Equal([anew.Hash], await client.GetHashesAsync(Owner.Name, _package));
        Assert.Equal([anew.Hash], (await client.GetLogAsync(Owner.Name, _package)).Select(entry => entry.Hash));
        Assert.Equal([new TagEntry("latest", anew.Hash)], await client.GetTagsAsync(Owner.Name, _package));
        Assert.Empty(await client.GetVersionsAsync(Owner.Name, _package));
        Assert.Equal([Owner.Name], await client.GetAccessAsync(Owner.Name, _package));
        Assert.Empty(await client.GetInvitationsAsync(Owner.Name, _package));
        Assert.Empty(await client.GetCommentsAsync(Owner.Name, _package));
        Assert.Null((await client.GetPreviewAsync(Owner.Name, _package, anew.Hash)).ReadmePreview);
        await guest.SendAsync(HttpMethod.Get, $"/api/log/{Owner.Name}/{_package}/").MessageAsync(HttpStatusCode.NotFound);
        await Owner.SendAsync(HttpMethod.Get, $"/api/package/{Owner.Name}/{_package}/{old.Hash}").MessageAsync(HttpStatusCode.NotFound);
        Assert.Empty((await client.GetObjectsAsync([old.Root.Find("a")!.Hashes[0]])).Urls);
    }

    /// <summary>The letter to <paramref name="address"/>, of which there is one about this test's package.</summary>
    private async Task<MimeMessage> LetterAsync(string address)
    {
        var outbox = new DataFolder(registry.Server.DataFolder).Outbox;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var letters = Directory.Exists(outbox) ? Directory.GetFiles(outbox, "*.eml").Select(file => MimeMessage.Load(file)) : [];
            if (letters.FirstOrDefault(letter => letter.To.ToString() == address && letter.TextBody?.Contains(_package, StringComparison.Ordinal) == true) is { } found)
            {
                return found;
            }

            await Task.Delay(20, patience.Token);
        }
    }
}
