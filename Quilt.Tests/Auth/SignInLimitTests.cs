using System.Net;
using Quilt.Auth.Accounts;
using Quilt.Auth.Limits;
using Quilt.Auth.Passwords;

namespace Quilt.Tests.Auth;

public sealed class SignInLimitTests
{
    [Theory]
    [InlineData("admin")]
    [InlineData("nobody")]
    public async Task Too_many_failures_lock_a_name_whether_it_exists_or_not(string name)
    {
        await using var host = await AuthHost.StartAsync();
        for (var attempt = 0; attempt < FailedSignIns.PerAccount; attempt++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(host, name, "wrong")).Status);
        }

        var wrong = await TryAsync(host, name, "wrong");
        var right = await TryAsync(host, name, AuthHost.AdminPassword);
        using var browser = new Browser(host);
        await browser.SignInAsync(name, AuthHost.AdminPassword);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (wrong.Status, right.Status));
        Assert.StartsWith("Too many failed sign-ins.", right.Message, StringComparison.Ordinal);
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(1), FailedSignIns.Window);
        Assert.Equal(HttpStatusCode.TooManyRequests, browser.Status);
    }

    [Fact]
    public async Task A_lock_ends_after_its_window()
    {
        await using var host = await AuthHost.StartAsync();
        await FailAsync(host, "admin", IPAddress.Parse("192.0.2.1"), FailedSignIns.PerAccount);
        var locked = await TryAsync(host, "admin", AuthHost.AdminPassword);
        host.Time.Advance(FailedSignIns.Window);

        Assert.Equal(HttpStatusCode.TooManyRequests, locked.Status);
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(host, "admin", AuthHost.AdminPassword)).Status);
    }

    [Fact]
    public async Task The_right_password_forgives_earlier_failures()
    {
        await using var host = await AuthHost.StartAsync();
        await FailAsync(host, "admin", IPAddress.Parse("192.0.2.1"), FailedSignIns.PerAccount - 1);
        await TryAsync(host, "admin", AuthHost.AdminPassword);
        await FailAsync(host, "admin", IPAddress.Parse("192.0.2.1"), FailedSignIns.PerAccount - 1);

        Assert.Equal(HttpStatusCode.OK, (await TryAsync(host, "admin", AuthHost.AdminPassword)).Status);
    }

    [Fact]
    public async Task Too_many_failures_lock_an_address_for_all_names()
    {
        await using var host = await AuthHost.StartAsync();
        for (var attempt = 0; attempt < FailedSignIns.PerAddress; attempt++)
        {
            await host.Get<FailedSignIns>().CountAsync($"name{attempt}", IPAddress.Loopback, CancellationToken.None);
        }

        var blocked = await TryAsync(host, "admin", AuthHost.AdminPassword);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/login")
        {
            Content = new StringContent("""{"username":"admin","password":"quilt"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Forwarded-For", "198.51.100.7");
        using var elsewhere = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.TooManyRequests, blocked.Status);
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_count_together()
    {
        await using var host = await AuthHost.StartAsync();
        var failures = host.Get<FailedSignIns>();
        for (var attempt = 0; attempt < FailedSignIns.PerAddress; attempt++)
        {
            await failures.CountAsync($"name{attempt}", IPAddress.Parse($"2001:db8:1:2::{attempt:x}"), CancellationToken.None);
        }

        Assert.NotNull(await failures.BlockedForAsync("other", IPAddress.Parse("2001:db8:1:2:ffff::1"), CancellationToken.None));
        Assert.Null(await failures.BlockedForAsync("other", IPAddress.Parse("2001:db8:1:3::1"), CancellationToken.None));
    }

    [Fact]
    public async Task Many_sign_ins_with_the_right_password_from_one_address_are_not_limited()
    {
        await using var host = await AuthHost.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => TryAsync(host, "admin", AuthHost.AdminPassword)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task Too_many_sign_ups_for_one_name_or_from_one_address_are_refused()
    {
        await using var host = await AuthHost.StartAsync();
        await CountAsync(Attempt.ByAccount("register:", "wanted", SelfRegistration.PerAccount), SelfRegistration.PerAccount);
        var named = await RegisterAsync("wanted");
        var other = await RegisterAsync("another");
        await CountAsync(Attempt.ByAddress("register:", IPAddress.Loopback, SelfRegistration.PerAddress), SelfRegistration.PerAddress);
        var addressed = await RegisterAsync("yet_another");

        Assert.Equal(HttpStatusCode.TooManyRequests, named.Status);
        Assert.StartsWith("Too many sign-ups.", named.Message, StringComparison.Ordinal);
        Assert.InRange(named.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(1), AttemptCounts.Window);
        Assert.Equal(HttpStatusCode.OK, other.Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, addressed.Status);

        Task<Answer> RegisterAsync(string name) => host.PostJsonAsync("/api/register", new { username = name, password = "correct horse", email = name + "@example.com" });

        async Task CountAsync(Attempt attempt, int times)
        {
            for (var count = 0; count < times; count++)
            {
                await host.Get<AttemptCounts>().CountAsync([attempt], CancellationToken.None);
            }
        }
    }

    private static Task<Answer> TryAsync(AuthHost host, string name, string password) =>
        host.PostJsonAsync("/api/login", new { username = name, password });

    private static async Task FailAsync(AuthHost host, string name, IPAddress address, int times)
    {
        for (var attempt = 0; attempt < times; attempt++)
        {
            await host.Get<FailedSignIns>().CountAsync(name, address, CancellationToken.None);
        }
    }
}
