using System.Net;
using Quilt.Api.Callers.Revocations;
using Quilt.Tests.Auth;

namespace Quilt.Tests.Callers;

public sealed class RevocationTests
{
    [Theory]
    [InlineData("token")]
    [InlineData("session")]
    [InlineData("user")]
    public async Task A_token_in_use_is_refused_as_soon_as_the_feed_names_it(string kind)
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth);
        var recipe = auth.Token();
        var (revoked, other) = (recipe.Bake(), auth.Token().Bake());
        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync(revoked));

        await auth.RevokeAsync(
            kind,
            kind switch { "token" => recipe.TokenId, "session" => recipe.SessionId, _ => recipe.UserId },
            kind == "user" ? 2 : null);

        Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(revoked));
        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync(other));
    }

    [Fact]
    public async Task What_was_revoked_before_the_start_is_refused()
    {
        await using var auth = await StandInAuth.StartAsync();
        var recipe = auth.Token();
        var revocation = auth.RevokeAsync("token", recipe.TokenId);
        await using var registry = await RegistryHost.StartAsync(auth);
        await revocation;

        Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(recipe.Bake()));
    }

    [Fact]
    public async Task A_token_made_after_its_users_others_were_revoked_is_accepted()
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth);
        var recipe = auth.Token();
        await auth.RevokeAsync("user", recipe.UserId, generation: 2);

        Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(recipe.Bake()));
        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync((recipe with { Generation = 2 }).Bake()));
    }

    [Fact]
    public async Task A_token_of_a_disabled_account_is_forbidden_where_it_is_not_revoked_as_well()
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth);
        var recipe = auth.Token();
        var (old, current) = (recipe.Bake(), (recipe with { Generation = 2 }).Bake());
        await auth.RevokeAsync("user", recipe.UserId, generation: 2, disabled: true);

        Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(old));
        Assert.Equal(HttpStatusCode.Forbidden, await registry.StatusOfAsync(current));

        await auth.RevokeAsync("user", recipe.UserId, generation: 2, disabled: false);
        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync(current));
    }

    [Fact]
    public async Task Before_the_feed_was_read_no_token_is_judged()
    {
        var time = new ShiftedTime();
        await using var auth = await StandInAuth.StartAsync();
        auth.IsFeedBroken = true;
        await using var registry = await RegistryHost.StartAsync(auth, time: time);
        time.Advance(TimeSpan.FromSeconds(10));

        var (status, body) = await registry.AskAsync("Member", "Bearer " + auth.Token().Bake());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("\"message\"", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await registry.AskAsync("Reader", null)).Status);
    }

    [Fact]
    public async Task A_call_during_the_start_waits_for_the_feed()
    {
        await using var auth = await StandInAuth.StartAsync();
        auth.FeedGate = new TaskCompletionSource();
        await using var registry = await RegistryHost.StartAsync(auth);
        await auth.AcknowledgedAsync(0);

        var call = registry.StatusOfAsync(auth.Token().Bake());
        auth.FeedGate.SetResult();

        Assert.Equal(HttpStatusCode.OK, await call);
    }

    [Fact]
    public async Task While_the_feed_is_lost_what_is_known_stays_in_force_and_the_rest_is_heard_after()
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth);
        var (first, second) = (auth.Token(), auth.Token());
        await auth.RevokeAsync("token", first.TokenId);

        auth.IsFeedBroken = true;
        var revocation = auth.RevokeAsync("token", second.TokenId);
        Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(first.Bake()));
        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync(auth.Token().Bake()));

        auth.IsFeedBroken = false;
        await revocation;
        Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(second.Bake()));
    }

    [Fact]
    public void Revocations_are_forgotten_once_their_tokens_have_ended()
    {
        var time = new ShiftedTime();
        var list = new RevocationList(time);
        list.Add(new RevocationPage(1, [new Revocation("token", "old", null, false)]));
        time.Advance(TimeSpan.FromHours(23));
        list.Add(new RevocationPage(2, [new Revocation("token", "young", null, false)]));

        list.Prune();
        Assert.Null(Judge("old"));
        time.Advance(TimeSpan.FromHours(2));
        list.Prune();

        Assert.NotNull(Judge("old"));
        Assert.Null(Judge("young"));

        Quilt.Api.Callers.Caller? Judge(string tokenId) =>
            list.Judge(new(new("ada", null, false), tokenId, null, "1", 1, long.MaxValue)).Caller;
    }
}
