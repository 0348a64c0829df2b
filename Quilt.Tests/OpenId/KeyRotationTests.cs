using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Quilt.Auth.Keys;
using Quilt.Tests.Auth;

namespace Quilt.Tests.OpenId;

/// <summary>Two instances on one database change their keys without anybody noticing.</summary>
public sealed class KeyRotationTests
{
    [Fact]
    public async Task A_key_made_by_one_replica_is_published_by_both_before_it_signs_and_old_tokens_verify()
    {
        await using var first = await AuthHost.StartAsync();
        await using var second = await AuthHost.StartAsync(first.Database, first.Time);
        var old = Assert.Single(await PublishedAsync(first));
        Assert.Equal([old], await PublishedAsync(second));

        // The week of notice begins. One replica makes the successor; the other finds it with its next look.
        first.Time.Advance(KeyRing.Service - KeyRing.Notice + TimeSpan.FromHours(1));
        await first.Get<KeyRing>().LoadAsync(CancellationToken.None);
        await second.Get<KeyRing>().LoadAsync(CancellationToken.None);
        var published = await PublishedAsync(first);
        var next = Assert.Single(published, key => key != old);
        Assert.Equal(published.Order(), (await PublishedAsync(second)).Order());
        Assert.Equal((old, old), (KeyOf(await first.LogInAsync("admin", AuthHost.AdminPassword)), KeyOf(await second.LogInAsync("admin", AuthHost.AdminPassword))));
        var (_, refresh) = await second.LogInCommandLineAsync(await second.LogInAsync("admin", AuthHost.AdminPassword));

        // It starts to sign at one replica; the other, which has not looked yet, verifies what it signs.
        first.Time.Advance(KeyRing.Notice);
        var before = await second.LogInAsync("admin", AuthHost.AdminPassword);
        await first.Get<KeyRing>().LoadAsync(CancellationToken.None);
        var after = await first.LogInAsync("admin", AuthHost.AdminPassword);
        Assert.Equal((old, next), (KeyOf(before), KeyOf(after)));
        foreach (var host in new[] { first, second })
        {
            Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/me", before)).Status);
            Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/me", after)).Status);
            Assert.Contains(old, await PublishedAsync(host));
        }

        // A refresh token that the old keys made is still good at the replica that has gone on.
        Assert.Equal(HttpStatusCode.OK, (await first.PostFormAsync("/api/token", ("refresh_token", refresh))).Status);
    }

    [Fact]
    public async Task Two_replicas_that_find_a_key_due_make_one()
    {
        await using var first = await AuthHost.StartAsync();
        await using var second = await AuthHost.StartAsync(first.Database, first.Time);
        first.Time.Advance(KeyRing.Service - KeyRing.Notice + TimeSpan.FromHours(1));

        await Task.WhenAll(first.Get<KeyRing>().LoadAsync(CancellationToken.None), second.Get<KeyRing>().LoadAsync(CancellationToken.None));

        Assert.Equal(2, (await PublishedAsync(first)).Count);
        Assert.Equal((await PublishedAsync(first)).Order(), (await PublishedAsync(second)).Order());
    }

    private static async Task<List<string>> PublishedAsync(AuthHost host) =>
        [.. (await host.GetAsync("/.well-known/jwks")).Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private static string KeyOf(string token) => new JsonWebToken(token).Kid;
}
