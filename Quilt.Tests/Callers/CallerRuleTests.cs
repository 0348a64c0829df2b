using System.Net;
using System.Text.Json;
using Quilt.Tests.Auth;

namespace Quilt.Tests.Callers;

public sealed class CallerRuleTests
{
    [Theory]
    [InlineData("Reader", null, true, HttpStatusCode.OK)]
    [InlineData("Reader", null, false, HttpStatusCode.Unauthorized)]
    [InlineData("Reader", "ada", false, HttpStatusCode.OK)]
    [InlineData("Member", null, true, HttpStatusCode.Unauthorized)]
    [InlineData("Member", "ada", true, HttpStatusCode.OK)]
    [InlineData("Admin", null, true, HttpStatusCode.Unauthorized)]
    [InlineData("Admin", "ada", true, HttpStatusCode.Forbidden)]
    [InlineData("Admin", "root", true, HttpStatusCode.OK)]
    public async Task An_endpoint_answers_whom_it_is_for(string requirement, string? user, bool allowAnonymous, HttpStatusCode expected)
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth, allowAnonymous);
        var header = user is null ? null : "Bearer " + (auth.Token() with { UserName = user, IsAdmin = user == "root" }).Bake();

        var (status, body) = await registry.AskAsync(requirement, header);

        Assert.Equal(expected, status);
        if (expected == HttpStatusCode.OK)
        {
            Assert.Equal(user ?? "nobody", body);
        }
        else
        {
            Assert.NotEmpty(JsonDocument.Parse(body).RootElement.GetProperty("message").GetString()!);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("bearer ")]
    [InlineData("BEARER   ")]
    public async Task A_token_is_found_with_and_without_its_scheme(string scheme)
    {
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth);

        Assert.Equal((HttpStatusCode.OK, "ada"), await registry.AskAsync("Member", scheme + auth.Token().Bake()));
    }

    [Fact]
    public async Task A_token_signed_with_a_key_published_meanwhile_is_accepted()
    {
        var time = new ShiftedTime();
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth, time: time);
        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync(auth.Token().Bake()));

        time.Advance(TimeSpan.FromSeconds(5));
        var rotated = new SigningKey();
        auth.Keys.Add(rotated);

        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync(new TokenRecipe(rotated).Bake()));
        Assert.Equal(2, auth.KeyFetches);
    }

    [Fact]
    public async Task Made_up_key_ids_do_not_make_the_registry_fetch_keys_again_and_again()
    {
        await using var auth = await StandInAuth.StartAsync();

        // Time stands still, so the interval between two fetches never ends.
        await using var registry = await RegistryHost.StartAsync(auth, time: new StoppedTime());
        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync(auth.Token().Bake()));

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(new TokenRecipe(new SigningKey()).Bake()));
        }

        Assert.Equal(1, auth.KeyFetches);
    }

    [Fact]
    public async Task A_token_seen_before_is_refused_once_it_ends()
    {
        var time = new ShiftedTime();
        await using var auth = await StandInAuth.StartAsync();
        await using var registry = await RegistryHost.StartAsync(auth, time: time);
        var token = auth.Token().Bake();
        Assert.Equal(HttpStatusCode.OK, await registry.StatusOfAsync(token));

        time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.Unauthorized, await registry.StatusOfAsync(token));
    }

    private sealed class StoppedTime : TimeProvider
    {
        private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
