using System.Net;

namespace Quilt.Tests.Auth.External;

public sealed class OpenIdConnectTests
{
    [Fact]
    public async Task Somebody_new_gets_an_account_with_the_name_and_the_verified_address_of_the_provider()
    {
        await using var provider = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        provider.Add("sub-1", ("preferred_username", "Jane@corp.example.com"), ("email", "jane@corp.example.com"), ("email_verified", true));
        await using var host = await AuthHost.StartAsync(settings: provider.Settings("Corp"));
        using var browser = new Browser(host);

        await browser.SignInWithAsync("corp", "sub-1");
        Assert.Equal("/login", browser.Location);
        await browser.FollowAsync();

        var tokens = await host.PostFormAsync("/api/token", ("refresh_token", browser.Code));
        var me = await host.GetAsync("/api/me", tokens["access_token"]);
        Assert.Equal(("jane", "jane@corp.example.com"), (me["current_user"], me["email"]));
    }

    [Fact]
    public async Task Several_providers_at_once_have_people_of_their_own()
    {
        await using var one = await OpenIdStandIn.StartAsync("/signin/with/one/callback");
        await using var two = await OpenIdStandIn.StartAsync("/signin/with/two/callback");
        one.Add("same", ("nick", "first"));
        two.Add("same", ("preferred_username", "second"));
        await using var host = await AuthHost.StartAsync(settings:
            [.. one.Settings("one"), ("Quilt:OpenIdConnect:one:UserNameClaim", "nick"), ("Quilt:OpenIdConnect:one:DisplayName", "The One"), .. two.Settings("two")]);
        using var browser = new Browser(host);

        await browser.GetAsync("/signin");
        Assert.Contains("Sign in with The One", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Sign in with two", browser.Html, StringComparison.Ordinal);
        Assert.Equal("first", (await (await browser.SignInWithAsync("one", "same", "/")).FollowAsync()).Heading);
        Assert.Equal("second", (await (await browser.SignInWithAsync("two", "same", "/")).FollowAsync()).Heading);
    }

    [Fact]
    public async Task Another_provider_under_the_same_name_opens_no_account_of_the_first()
    {
        await using var first = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        await using var second = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        first.Add("same", ("preferred_username", "mine"));
        second.Add("same", ("preferred_username", "mine"));
        await using var before = await AuthHost.StartAsync(settings: first.Settings("corp"));
        using var early = new Browser(before);
        await early.SignInWithAsync("corp", "same");
        await using var host = await AuthHost.StartAsync(before.Database, settings: second.Settings("corp"));
        using var browser = new Browser(host);

        await browser.SignInWithAsync("corp", "same");

        Assert.StartsWith("/signin/name", browser.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jane@example.com", true, true)]
    [InlineData("jane@EXAMPLE.com", true, true)]
    [InlineData("jane@example.com", false, false)]
    [InlineData("jane@sub.example.com", true, false)]
    [InlineData("jane@notexample.com", true, false)]
    [InlineData(null, true, false)]
    public async Task Only_verified_addresses_of_the_allowed_domains_come_in(string? email, bool verified, bool comesIn)
    {
        await using var provider = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        provider.Add("sub", [("preferred_username", "jane"), ("email_verified", verified), .. email is null ? Array.Empty<(string, object)>() : [("email", (object)email)]]);
        await using var host = await AuthHost.StartAsync(settings: [.. provider.Settings("corp"), ("Quilt:OpenIdConnect:corp:AllowedEmailDomains", "other.org, example.com"), ("Quilt:AllowSignup", "false")]);
        using var browser = new Browser(host);

        await browser.SignInWithAsync("corp", "sub");

        if (comesIn)
        {
            Assert.Equal("/login", browser.Location);
        }
        else
        {
            Assert.Contains("verified e-mail address", await browser.RefusedAsync(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        }
    }

    [Fact]
    public async Task An_address_that_is_not_verified_is_not_taken_and_opens_nothing()
    {
        await using var provider = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        provider.Add("sub", ("preferred_username", "jane"), ("email", "admin@example.com"), ("email_verified", false));
        await using var host = await AuthHost.StartAsync(settings: provider.Settings("corp"));
        using var browser = new Browser(host);

        await browser.SignInWithAsync("corp", "sub", "/");
        await browser.FollowAsync();

        Assert.Equal("jane", browser.Heading);
        Assert.DoesNotContain("admin@example.com", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_without_a_name_chooses_one()
    {
        await using var provider = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        provider.Add("sub-77");
        await using var host = await AuthHost.StartAsync(settings: provider.Settings("corp"));
        using var browser = new Browser(host);

        await browser.SignInWithAsync("corp", "sub-77");
        await browser.FollowAsync();
        await browser.SubmitAsync(("username", "nameless"));

        Assert.Equal("/login", browser.Location);
    }

    [Fact]
    public async Task A_wrong_client_secret_a_refusal_and_a_replay_end_on_a_page()
    {
        await using var provider = await OpenIdStandIn.StartAsync("/signin/with/corp/callback");
        provider.Add("sub", ("preferred_username", "jane"));
        await using var wrong = await AuthHost.StartAsync(settings: [.. provider.Settings("corp").SkipLast(1), ("Quilt:OpenIdConnect:corp:ClientSecret", "wrong")]);
        using var misled = new Browser(wrong);
        await misled.SignInWithAsync("corp", "sub");
        Assert.Contains("answered with an error", await misled.RefusedAsync(), StringComparison.Ordinal);

        await using var host = await AuthHost.StartAsync(settings: provider.Settings("corp"));
        using var browser = new Browser(host);
        await browser.LeaveAsync("corp");
        await browser.GetAsync(browser.Location + "&deny=access_denied");
        await browser.FollowAsync();
        Assert.Contains("was not allowed", await browser.RefusedAsync(), StringComparison.Ordinal);
        await browser.LeaveAsync("corp");
        await browser.GetAsync(browser.Location + "&as=sub");
        var callback = browser.Location!;
        Assert.Equal("/login", (await browser.GetAsync(callback)).Location);
        Assert.Contains("finished before", await (await browser.GetAsync(callback)).RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callback_of_one_provider_takes_no_answer_for_another()
    {
        await using var one = await OpenIdStandIn.StartAsync("/signin/with/one/callback");
        await using var two = await OpenIdStandIn.StartAsync("/signin/with/two/callback");
        one.Add("sub", ("preferred_username", "jane"));
        await using var host = await AuthHost.StartAsync(settings: [.. one.Settings("one"), .. two.Settings("two")]);
        using var browser = new Browser(host);
        await browser.LeaveAsync("one");
        await browser.GetAsync(browser.Location + "&as=sub");

        await browser.GetAsync(browser.Location!.Replace("/with/one/", "/with/two/", StringComparison.Ordinal));

        Assert.Contains("Start again", await browser.RefusedAsync(), StringComparison.Ordinal);
    }
}
