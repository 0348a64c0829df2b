using Quilt.Client;

namespace Quilt.Tests.TrustedPublishing;

/// <summary>Tokens and publishers through the typed client.</summary>
public sealed class ClientTests(ExchangeScene scene) : IClassFixture<ExchangeScene>
{
    [Fact]
    public async Task The_client_makes_lists_and_ends_tokens_and_publishers()
    {
        var ann = new QuiltRegistryClient(scene.Stack.Http, scene.Ann);
        var end = DateTimeOffset.FromUnixTimeSeconds(scene.Stack.Auth.Time.GetUtcNow().AddDays(3).ToUnixTimeSeconds());

        var made = await ann.CreateTokenAsync(new("from the client", ["read"], ["ann/one"], ExpiresAt: end));
        Assert.Equal("ann", (await ann.WithBearer(made.Token).GetCurrentUserAsync()).Name);
        var listed = Assert.Single(await ann.ListTokensAsync(), token => token.Id == made.Id);
        Assert.Equal(("from the client", "ann/one", end), (listed.Name, Assert.Single(listed.Packages!), listed.ExpiresAt));
        await ann.RevokeTokenAsync(made.Id);
        Assert.DoesNotContain(await ann.ListTokensAsync(), token => token.Id == made.Id);

        var publisher = await ann.AddPublisherAsync("ann", "client", new(scene.Issuer.Url, new Dictionary<string, string> { ["repository"] = "octo/data" }, Audience: "quilt.example"));
        var push = await ann.WithBearer(null).ExchangeTokenAsync("ann/client", scene.Proof.Bake());
        Assert.Equal("ann/client", push.Package);
        Assert.NotNull(Assert.Single(await ann.ListPublishersAsync("ann", "client")).LastUsedAt);
        await ann.RemovePublisherAsync("ann", "client", publisher.Id);
        Assert.Empty(await ann.ListPublishersAsync("ann", "client"));
    }
}
