using System.Net;
using Quilt.Tests.Auth.External;

namespace Quilt.Tests.Auth.TwoFactor;

public sealed class ExternalSecondFactorTests
{
    [Fact]
    public async Task Who_has_two_factor_sign_in_on_owes_a_code_after_a_provider_too()
    {
        await using var github = await GitHubStandIn.StartAsync();
        await using var host = await AuthHost.StartAsync(settings: github.Settings);
        var key = await LinkedAsync(host, github);
        using var browser = new Browser(host);

        await browser.SignInWithAsync("github", "careful-on-github", "/account");
        Assert.Equal("/signin/code?returnUrl=%2Faccount", browser.Location);
        using (var other = new Browser(host))
        {
            Assert.StartsWith("/signin", (await other.GetAsync("/account")).Location, StringComparison.Ordinal);
        }

        Assert.StartsWith("/signin", (await browser.GetAsync("/account")).Location, StringComparison.Ordinal);
        await browser.GetAsync("/signin/code?returnUrl=%2Faccount");
        await browser.SubmitAsync(("code", "000000"));
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        host.Time.Advance(TimeSpan.FromSeconds(30));
        await browser.SubmitAsync(("code", TwoFactorTests.CodeOf(host, key)));

        Assert.Equal("/account", browser.Location);
        Assert.Equal("careful", (await browser.FollowAsync()).Heading);
        var login = (await host.EventsAsync("careful"))[0].GetProperty("details");
        Assert.Equal(("external and second factor", "github"), (login.GetProperty("by").GetString(), login.GetProperty("provider").GetString()));
    }

    [Fact]
    public async Task A_deployment_may_trust_its_providers_instead()
    {
        await using var github = await GitHubStandIn.StartAsync();
        await using var host = await AuthHost.StartAsync(settings: [.. github.Settings, ("Quilt:Auth:SecondFactorAfterExternal", "false")]);
        await LinkedAsync(host, github);
        using var browser = new Browser(host);

        await browser.SignInWithAsync("github", "careful-on-github", "/account");

        Assert.Equal("/account", browser.Location);
        Assert.Equal("careful", (await browser.FollowAsync()).Heading);
    }

    /// <summary>The account <c>careful</c> with two-factor sign-in and GitHub; the key of its app.</summary>
    private static async Task<string> LinkedAsync(AuthHost host, GitHubStandIn github)
    {
        github.Add("careful-on-github", 12001);
        var (key, codes) = await TwoFactorTests.SwitchOnAsync(host, "careful");
        using var browser = new Browser(host);
        await browser.SignInAsync("careful", "correct horse");
        await browser.FollowAsync();
        await browser.SubmitAsync(("code", codes[0]));
        await browser.LinkAsync("github", "careful-on-github");
        Assert.Equal("/account/sign-ins", browser.Location);
        return key;
    }
}
