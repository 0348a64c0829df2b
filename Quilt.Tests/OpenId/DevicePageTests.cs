using System.Net;
using Quilt.Auth.Devices;
using Quilt.Tests.Auth;

namespace Quilt.Tests.OpenId;

/// <summary>The page on which a person decides about a machine.</summary>
public sealed class DevicePageTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Fact]
    public async Task The_link_leads_through_sign_in_to_who_asks_and_for_what()
    {
        var device = await Clients.PostAsync("/connect/device", Clients.Native, [("scope", "read offline_access")]);
        await Clients.Host.RegisterAsync("walker");
        using var browser = new Browser(Clients.Host);
        await browser.GetAsync("/device?user_code=" + device["user_code"]);
        Assert.StartsWith("/signin?returnUrl=", browser.Location, StringComparison.Ordinal);

        await browser.FollowAsync();
        await browser.SubmitAsync(("username", "walker"), ("password", "correct horse"));
        await browser.FollowAsync();

        Assert.Equal("Sign in this machine?", browser.Heading);
        Assert.Contains("<strong>Native</strong>", browser.Html, StringComparison.Ordinal);
        Assert.Contains("See and install every package", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Push, tag, share", browser.Html, StringComparison.Ordinal);
        Assert.Contains(device["user_code"], browser.Html, StringComparison.Ordinal);
        Assert.Contains("<dd>127.0.0.1</dd>", browser.Html, StringComparison.Ordinal);
        Assert.True(browser.Last.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_code_may_be_typed_in_any_case_and_with_any_blanks()
    {
        var device = await Clients.PostAsync("/connect/device", Clients.Native, [("scope", "read")]);
        using var browser = await Clients.SignInAsync("typist");

        await browser.GetAsync("/device?user_code=" + Uri.EscapeDataString(" " + device["user_code"].ToLowerInvariant().Replace("-", "  ", StringComparison.Ordinal)));
        Assert.Equal("/device?user_code=" + device["user_code"], browser.Location);

        Assert.Equal("Sign in this machine?", (await browser.FollowAsync()).Heading);
    }

    [Fact]
    public async Task A_decision_from_another_site_changes_nothing()
    {
        var device = await Clients.PostAsync("/connect/device", Clients.Native, [("scope", "read")]);
        using var browser = await Clients.SignInAsync("lured");

        await browser.PostAsync("/device/decision", ("user_code", device["user_code"]), ("decision", "approve"));

        Assert.Equal((HttpStatusCode.BadRequest, "This request cannot be answered"), (browser.Status, browser.Heading));
        Assert.Equal("authorization_pending", (await Clients.PollAsync(Clients.Native, device["device_code"]))["error"]);
    }

    [Fact]
    public async Task A_code_is_decided_about_once()
    {
        var device = await Clients.PostAsync("/connect/device", Clients.Native, [("scope", "read")]);
        using var first = await Clients.SignInAsync("first");
        using var second = await Clients.SignInAsync("second");
        await first.GetAsync("/device?user_code=" + device["user_code"]);
        await second.GetAsync("/device?user_code=" + device["user_code"]);

        await first.SubmitAsync(("decision", "approve"));
        await second.SubmitAsync(("decision", "approve"));

        Assert.Equal("/device/done", first.Location);
        Assert.NotEqual("/device/done", second.Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await first.GetAsync("/device?user_code=" + device["user_code"])).Status);
        var tokens = await Clients.PollAsync(Clients.Native, device["device_code"]);
        Assert.Equal("first", OpenIdHost.Claims(tokens["access_token"]).GetProperty("preferred_username").GetString());
    }

    [Fact]
    public async Task Nobody_can_go_through_the_codes()
    {
        await using var clients = await OpenIdHost.StartAsync();
        var device = await clients.PostAsync("/connect/device", Client.CommandLine, []);
        using var browser = await clients.SignInAsync("guesser");
        for (var i = 0; i < DeviceCodes.WrongPerAccount; i++)
        {
            await browser.GetAsync("/device?user_code=BBBB-BBB" + DeviceCodes.Letters[i]);
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        }

        await browser.GetAsync("/device?user_code=" + device["user_code"]);

        Assert.Equal(HttpStatusCode.TooManyRequests, browser.Status);
        Assert.StartsWith("Too many wrong codes.", browser.Problem, StringComparison.Ordinal);
        clients.Host.Time.Advance(TimeSpan.FromMinutes(16));
        var later = await clients.PostAsync("/connect/device", Client.CommandLine, []);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/device?user_code=" + later["user_code"])).Status);
    }
}
