using System.Net;
using System.Text.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Invitations;

/// <summary>In the test registry the address of every user is the name at example.org.</summary>
public sealed class InvitationTests(MailedRegistry mailed) : IClassFixture<MailedRegistry>
{
    private readonly TestRegistry _registry = mailed.Registry;

    [Fact]
    public async Task An_invited_address_gets_access_when_it_opens_its_profile()
    {
        await _registry.AddPackageAsync("alice", "invited");
        using var alice = _registry.As("alice");
        using var wanda = _registry.As("wanda");

        await alice.PutAsync("/api/access/alice/invited/Wanda@Example.ORG", null).IsDoneAsync();
        await alice.GetAsync("/api/access/alice/invited/wanda@example.org").IsDoneAsync();
        var invitation = Assert.Single((await alice.GetAsync("/api/invite/alice/invited/").JsonAsync()).GetProperty("invitations").EnumerateArray());
        Assert.Equal(["invitation_id", "owner", "package", "email", "invited_at"], invitation.EnumerateObject().Select(property => property.Name));
        Assert.True(invitation.GetProperty("invitation_id").TryGetInt64(out _));
        Assert.Equal(("alice", "invited", "Wanda@Example.ORG"), (invitation.GetProperty("owner").GetString(), invitation.GetProperty("package").GetString(), invitation.GetProperty("email").GetString()));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$", invitation.GetProperty("invited_at").GetString());
        Assert.Equal(invitation.GetRawText(), Assert.Single((await wanda.GetAsync("/api/invite/").JsonAsync()).GetProperty("invitations").EnumerateArray()).GetRawText());

        // To be invited is not to see it yet.
        await wanda.GetAsync("/api/log/alice/invited/").MessageAsync(HttpStatusCode.NotFound);
        var profile = await wanda.GetAsync("/api/profile").JsonAsync();

        Assert.Equal(["invited"], profile.GetProperty("packages").GetProperty("shared").Strings("name"));
        await wanda.GetAsync("/api/log/alice/invited/").JsonAsync();
        Assert.Equal("""{"invitations":[]}""", (await wanda.GetAsync("/api/invite").JsonAsync()).GetRawText());
        Assert.Equal("""{"invitations":[]}""", (await alice.GetAsync("/api/invite/alice/invited").JsonAsync()).GetRawText());
        Assert.Equal("""["alice","wanda"]""", (await alice.GetAsync("/api/access/alice/invited/").JsonAsync()).GetProperty("users").GetRawText());
        await alice.GetAsync("/api/access/alice/invited/wanda@example.org").MessageAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("xavier@example.org", "an address with an account")]
    [InlineData("nobody_at_all@example.org", "one without")]
    [InlineData("bob@example.org", "one whose account has access")]
    public async Task Inviting_answers_alike_whoever_is_behind_the_address(string email, string kind)
    {
        var package = "alike" + TestRegistry.HashOf(kind)[..8];
        await _registry.AddPackageAsync("alice", package, "bob");
        using var alice = _registry.As("alice");

        // Twice, and in another case: it stays one invitation and one letter.
        await alice.PutAsync($"/api/access/alice/{package}/{email}", null).IsDoneAsync();
        await alice.PutAsync($"/api/access/alice/{package}/{email.ToUpperInvariant()}", null).IsDoneAsync();

        Assert.Equal([email], (await alice.GetAsync($"/api/invite/alice/{package}/").JsonAsync()).GetProperty("invitations").Strings("email"));
        await alice.GetAsync($"/api/access/alice/{package}/{email}").IsDoneAsync();
        Assert.Equal("""["alice","bob"]""", (await alice.GetAsync($"/api/access/alice/{package}/").JsonAsync()).GetProperty("users").GetRawText());
        var letter = Assert.Single(await mailed.LettersToAsync(email), letter => letter.Subject!.Contains(package, StringComparison.Ordinal));
        Assert.Equal($"alice shares the data package alice/{package} with you", letter.Subject);
        Assert.Contains($"{MailedRegistry.Catalog}/package/alice/{package}", letter.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_for_an_account_with_access_or_for_the_owner_changes_nothing()
    {
        await _registry.AddPackageAsync("hanna", "harmless", "bob");
        using var hanna = _registry.As("hanna");
        await hanna.PutAsync("/api/access/hanna/harmless/bob@example.org", null).IsDoneAsync();
        await hanna.PutAsync("/api/access/hanna/harmless/HANNA@example.org", null).IsDoneAsync();

        foreach (var user in (string[])["bob", "hanna"])
        {
            using var client = _registry.As(user);
            await client.GetAsync("/api/profile").JsonAsync();
        }

        Assert.Equal("""{"invitations":[]}""", (await hanna.GetAsync("/api/invite/hanna/harmless/").JsonAsync()).GetRawText());
        Assert.Equal("""["bob","hanna"]""", (await hanna.GetAsync("/api/access/hanna/harmless/").JsonAsync()).GetProperty("users").GetRawText());
        Assert.Empty(await mailed.LettersToAsync("HANNA@example.org"));
    }

    [Fact]
    public async Task A_withdrawn_invitation_gives_nothing()
    {
        await _registry.AddPackageAsync("alice", "withdrawn");
        using var alice = _registry.As("alice");
        using var yara = _registry.As("yara");
        await alice.PutAsync("/api/access/alice/withdrawn/yara@example.org", null).IsDoneAsync();

        await alice.DeleteAsync("/api/access/alice/withdrawn/YARA@example.org").IsDoneAsync();

        Assert.Equal("Package alice/withdrawn does not exist", await alice.DeleteAsync("/api/access/alice/withdrawn/yara@example.org").MessageAsync(HttpStatusCode.NotFound));
        await yara.GetAsync("/api/profile").JsonAsync();
        await yara.GetAsync("/api/log/alice/withdrawn/").MessageAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Invitations_go_with_their_package()
    {
        await _registry.AddPackageAsync("alice", "short_lived");
        using var alice = _registry.As("alice");
        using var zoe = _registry.As("zoe");
        await alice.PutAsync("/api/access/alice/short_lived/zoe@example.org", null).IsDoneAsync();
        await alice.DeleteAsync("/api/package/alice/short_lived/").IsDoneAsync();
        await _registry.AddPackageAsync("alice", "short_lived");

        Assert.Equal("""{"invitations":[]}""", (await zoe.GetAsync("/api/invite/").JsonAsync()).GetRawText());
        await zoe.GetAsync("/api/profile").JsonAsync();
        await zoe.GetAsync("/api/log/alice/short_lived/").MessageAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData("@example.org")]
    [InlineData("a@b@c")]
    [InlineData("a%20b@example.org")]
    [InlineData("a%0d%0aBcc:x@example.org")]
    [InlineData("a,b@example.org")]
    [InlineData("%22a%22@example.org")]
    [InlineData("<a@example.org>")]
    [InlineData("a..b@example.org")]
    [InlineData(".a@example.org")]
    [InlineData("a@example.org.")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890@example.org")]
    public async Task A_malformed_address_is_refused_with_a_sentence(string address)
    {
        await _registry.AddPackageAsync("malcolm", "p" + TestRegistry.HashOf(address)[..10]);
        var path = $"/api/access/malcolm/p{TestRegistry.HashOf(address)[..10]}/{address}";
        using var malcolm = _registry.As("malcolm");

        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Get, HttpMethod.Delete])
        {
            using var request = new HttpRequestMessage(method, path);
            Assert.StartsWith("The e-mail address does not look like one.", await malcolm.SendAsync(request).MessageAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        }

        Assert.Equal(0L, await _registry.SqlAsync("SELECT count(*) FROM invitations i JOIN packages p ON p.id = i.package_id WHERE p.owner = 'malcolm'"));
    }

    [Theory]
    [InlineData("a+b@example.org")]
    [InlineData("o'neil@example.org")]
    [InlineData("jürgen@bücher.example")]
    [InlineData("admin@localhost")]
    public async Task Addresses_beyond_the_ordinary_are_invited_too(string address)
    {
        var package = "p" + TestRegistry.HashOf(address)[..10];
        await _registry.AddPackageAsync("alice", package);
        using var alice = _registry.As("alice");
        await alice.PutAsync($"/api/access/alice/{package}/{Uri.EscapeDataString(address)}", null).IsDoneAsync();
        Assert.Equal([address], (await alice.GetAsync($"/api/invite/alice/{package}/").JsonAsync()).GetProperty("invitations").Strings("email"));
    }

    [Fact]
    public async Task Invitations_are_the_owners_and_the_invited_persons_and_no_one_elses()
    {
        await _registry.AddPackageAsync("alice", "secret", "granted");
        using var alice = _registry.As("alice");
        await alice.PutAsync("/api/access/alice/secret/somebody@example.com", null).IsDoneAsync();

        foreach (var user in (string[])["granted", "stranger", "admin:root"])
        {
            using var client = _registry.As(user);
            foreach (var package in (string[])["secret", "nothing"])
            {
                Assert.Equal("Only the package owner can view invitations", await client.GetAsync($"/api/invite/alice/{package}/").MessageAsync(HttpStatusCode.Forbidden));
                Assert.Equal("Only the package owner can grant access", await client.PutAsync($"/api/access/alice/{package}/x@example.com", null).MessageAsync(HttpStatusCode.Forbidden));
            }

            Assert.Equal("""{"invitations":[]}""", (await client.GetAsync("/api/invite/").JsonAsync()).GetRawText());
        }

        using var anonymous = _registry.As(null);
        Assert.Equal("Not logged in", await anonymous.GetAsync("/api/invite/").MessageAsync(HttpStatusCode.Unauthorized));
        Assert.Equal("Not logged in", await anonymous.GetAsync("/api/invite/alice/secret/").MessageAsync(HttpStatusCode.Unauthorized));
        Assert.Equal("Package alice/nothing does not exist", await alice.GetAsync("/api/invite/alice/nothing/").MessageAsync(HttpStatusCode.NotFound));
        Assert.Equal("Package alice/nothing does not exist", await alice.PutAsync("/api/access/alice/nothing/x@example.com", null).MessageAsync(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Invitations_are_made_taken_up_and_withdrawn_at_once_without_harm()
    {
        var packages = Enumerable.Range(0, 8).Select(number => $"busy{number}").ToArray();
        foreach (var package in packages)
        {
            await _registry.AddPackageAsync("busy", package);
        }

        using var owner = _registry.As("busy");
        using var guest = _registry.As("guest");
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(packages.SelectMany(package => (Task<HttpResponseMessage>[])
            [
                owner.PutAsync($"/api/access/busy/{package}/guest@example.org", null),
                guest.GetAsync("/api/profile"),
                owner.DeleteAsync($"/api/access/busy/{package}/guest@example.org"),
                owner.DeleteAsync($"/api/access/busy/{package}/guest"),
            ]));
            Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{answer.StatusCode}"));
        }

        foreach (var package in packages)
        {
            await owner.PutAsync($"/api/access/busy/{package}/guest@example.org", null).IsDoneAsync();
        }

        var profiles = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => guest.GetAsync("/api/profile").JsonAsync()));

        Assert.All(profiles, profile => Assert.Equal(JsonValueKind.Array, profile.GetProperty("packages").GetProperty("shared").ValueKind));
        Assert.Equal(packages, (await guest.GetAsync("/api/profile").JsonAsync()).GetProperty("packages").GetProperty("shared").Strings("name"));
    }
}
