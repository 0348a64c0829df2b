using System.Net;
using System.Net.Http.Json;
using Quilt.Tests.Registry;

namespace Quilt.Tests.Policy;

/// <summary>Nobody can have the registry flood somebody's mailbox.</summary>
public sealed class SharingLimitTests
{
    [Fact]
    public async Task Comments_and_invitations_that_send_mail_have_a_limit()
    {
        await using var registry = await TestRegistry.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Quilt:Limits:CommentsPerHour"] = "2",
            ["Quilt:Limits:InvitationsPerDay"] = "2",
        });
        await registry.AddPackageAsync("alice", "loud", "public");
        await registry.AddPackageAsync("alice", "other", "public");
        using var alice = registry.As("alice");
        using var bob = registry.As("bob");
        using var carol = registry.As("carol");
        for (var number = 0; number < 2; number++)
        {
            await bob.PostAsJsonAsync("/api/comments/alice/loud/", new { contents = "!" }).JsonAsync();
            await alice.PutAsync($"/api/access/alice/loud/guest{number}@example.com", null).IsDoneAsync();
        }

        Assert.StartsWith("You wrote 2 comments", await bob.PostAsJsonAsync("/api/comments/alice/loud/", new { contents = "!" }).MessageAsync(HttpStatusCode.TooManyRequests), StringComparison.Ordinal);
        Assert.StartsWith("You invited 2 addresses", await alice.PutAsync("/api/access/alice/other/guest9@example.com", null).MessageAsync(HttpStatusCode.TooManyRequests), StringComparison.Ordinal);

        // What sends no mail goes on: others, other packages, the owner, an invitation again, and users by name.
        await carol.PostAsJsonAsync("/api/comments/alice/loud/", new { contents = "?" }).JsonAsync();
        await bob.PostAsJsonAsync("/api/comments/alice/other/", new { contents = "?" }).JsonAsync();
        for (var number = 0; number < 3; number++)
        {
            await alice.PostAsJsonAsync("/api/comments/alice/loud/", new { contents = "Hush." }).JsonAsync();
        }

        await alice.PutAsync("/api/access/alice/loud/guest0@example.com", null).IsDoneAsync();
        await alice.PutAsync("/api/access/alice/loud/bob", null).IsDoneAsync();
        Assert.Equal("""{"invitations":[]}""", (await alice.GetAsync("/api/invite/alice/other/").JsonAsync()).GetRawText());
    }

    [Theory]
    [InlineData("Quilt:Limits:CommentsPerHour", "0")]
    [InlineData("Quilt:Limits:InvitationsPerDay", "many")]
    public async Task A_wrong_limit_stops_the_start_with_its_key(string key, string value)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => TestRegistry.StartAsync(settings: new Dictionary<string, string?> { [key] = value }));
        Assert.Equal($"{key} is '{value}'. It must be a number above 0.", refusal.Message);
    }
}
