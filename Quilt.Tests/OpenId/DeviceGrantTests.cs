using System.Net;
using Quilt.Auth.Devices;
using Quilt.Tests.Auth;

namespace Quilt.Tests.OpenId;

/// <summary>Machines without a browser: their requests, and how they ask for the answer.</summary>
public sealed class DeviceGrantTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Theory]
    [InlineData("client_id", "", 401, "invalid_client", "The mandatory 'client_id' parameter is missing.")]
    [InlineData("client_id", "nobody", 401, "invalid_client", "The specified 'client_id' is invalid.")]
    [InlineData("client_id", "catalog", 401, "invalid_client", "Client authentication is required for this application.")]
    [InlineData("client_secret", "x", 401, "invalid_client", "The 'client_secret' parameter is not valid for this client application.")]
    [InlineData("scope", "email", 400, "invalid_request", "This client application is not allowed to use the specified scope.")]
    [InlineData("scope", "admin", 400, "invalid_request", "This client application is not allowed to use the specified scope.")]
    [InlineData("scope", "internal", 400, "invalid_request", "This client application is not allowed to use the specified scope.")]
    [InlineData("scope", "nonsense", 400, "invalid_scope", "The specified 'scope' is invalid.")]
    public async Task A_wrong_request_is_refused_in_json(string parameter, string value, int status, string error, string description)
    {
        var answer = await Clients.PostAsync("/connect/device", Clients.Native, [("scope", "read")], (parameter, value));

        Assert.Equal((status, error, description), ((int)answer.Status, answer["error"], answer["error_description"]));
        Assert.False(answer.Json.TryGetProperty("error_uri", out _));
    }

    [Fact]
    public async Task An_application_that_was_not_registered_for_machines_is_refused()
    {
        var answer = await Clients.PostAsync("/connect/device", Clients.Web, []);

        Assert.Equal((HttpStatusCode.BadRequest, "unauthorized_client"), (answer.Status, answer["error"]));
    }

    [Fact]
    public async Task Only_posts_are_answered()
    {
        var answer = await Clients.Host.GetAsync("/connect/device?client_id=" + Clients.Native.Id);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer["error"]));
    }

    [Fact]
    public async Task The_answer_names_the_public_page_whatever_host_was_asked()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/device")
        {
            Headers = { Host = "evil.test" },
            Content = new FormUrlEncodedContent([new("client_id", "quilt-cli")]),
        };
        using var response = await Clients.Host.Http.SendAsync(request);
        var answer = new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);

        Assert.Matches($"^[{DeviceCodes.Letters}]{{4}}-[{DeviceCodes.Letters}]{{4}}$", answer["user_code"]);
        Assert.Equal(("http://auth.test/device", "http://auth.test/device?user_code=" + answer["user_code"]), (answer["verification_uri"], answer["verification_uri_complete"]));
        Assert.Equal(5, answer.Json.GetProperty("interval").GetInt32());
        Assert.InRange(answer.Json.GetProperty("expires_in").GetInt32(), 570, 600);
    }

    [Theory]
    [InlineData("device_code", "", 400, "invalid_request", "The 'device_code' parameter is required when using the device code grant.")]
    [InlineData("device_code", "x", 400, "invalid_grant", "The specified device code is invalid.")]
    [InlineData("client_id", "", 400, "invalid_request", null)]
    [InlineData("client_id", "nobody", 401, "invalid_client", "The specified 'client_id' is invalid.")]
    public async Task A_wrong_poll_is_refused_in_json(string parameter, string value, int status, string error, string? description)
    {
        var device = await Clients.PostAsync("/connect/device", Clients.Native, [("scope", "read")]);

        var answer = await Clients.PollAsync(Clients.Native, device["device_code"], (parameter, value));

        Assert.Equal((status, error), ((int)answer.Status, answer["error"]));
        Assert.Equal(description ?? answer["error_description"], answer["error_description"]);
    }

    [Fact]
    public async Task A_machine_waits_slows_down_when_told_and_gets_its_tokens_once()
    {
        await using var clients = await OpenIdHost.StartAsync();
        var device = await clients.PostAsync("/connect/device", Client.CommandLine, [("scope", "openid offline_access read")]);
        var code = device["device_code"];
        Task<Answer> PollAfterAsync(int seconds)
        {
            clients.Host.Time.Advance(TimeSpan.FromSeconds(seconds));
            return clients.PollAsync(Client.CommandLine, code);
        }

        Assert.Equal("authorization_pending", (await PollAfterAsync(0))["error"]);
        Assert.Equal("authorization_pending", (await PollAfterAsync(5))["error"]);
        var hasty = await PollAfterAsync(1);
        Assert.Equal((HttpStatusCode.BadRequest, "slow_down"), (hasty.Status, hasty["error"]));
        Assert.Equal("slow_down", (await PollAfterAsync(5))["error"]);
        Assert.Equal("authorization_pending", (await PollAfterAsync(15))["error"]);

        using var browser = await clients.SignInAsync("driver");
        await browser.GetAsync("/device?user_code=" + device["user_code"]);
        await browser.SubmitAsync(("decision", "approve"));
        Assert.Equal("/device/done", browser.Location);

        // Whoever has an answer gets it at once, however soon.
        var tokens = await PollAfterAsync(0);
        var claims = OpenIdHost.Claims(tokens["access_token"]);
        Assert.Equal(("driver", "openid offline_access read"), (claims.GetProperty("preferred_username").GetString(), claims.GetProperty("scope").GetString()));
        Assert.Equal("driver", (await clients.Host.GetAsync("/api/me", tokens["access_token"]))["current_user"]);
        Assert.Equal(HttpStatusCode.OK, (await clients.Host.PostFormAsync("/api/token", ("refresh_token", tokens["refresh_token"]))).Status);

        var again = await PollAfterAsync(60);
        Assert.Equal("invalid_grant", again["error"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);
    }

    [Fact]
    public async Task Who_polls_too_often_is_found_out_at_whichever_replica()
    {
        await using var first = await OpenIdHost.StartAsync();
        await using var second = await AuthHost.StartAsync(first.Host.Database, first.Host.Time);
        var device = await first.PostAsync("/connect/device", Client.CommandLine, []);

        Assert.Equal("authorization_pending", (await first.PollAsync(Client.CommandLine, device["device_code"]))["error"]);
        var other = await second.PostFormAsync("/connect/token", ("grant_type", OpenIdHost.DeviceGrant), ("device_code", device["device_code"]), ("client_id", "quilt-cli"));

        Assert.Equal("slow_down", other["error"]);
    }

    [Fact]
    public async Task A_refused_machine_learns_it()
    {
        var device = await Clients.PostAsync("/connect/device", Clients.Native, [("scope", "read")]);
        using var browser = await Clients.SignInAsync("refuser");
        await browser.GetAsync("/device?user_code=" + device["user_code"]);
        await browser.SubmitAsync(("decision", "deny"));

        Assert.Equal("/device/done?denied=true", browser.Location);
        var answer = await Clients.PollAsync(Clients.Native, device["device_code"]);
        Assert.Equal((HttpStatusCode.BadRequest, "access_denied"), (answer.Status, answer["error"]));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/device?user_code=" + device["user_code"])).Status);
    }

    [Fact]
    public async Task Codes_end_after_ten_minutes()
    {
        await using var clients = await OpenIdHost.StartAsync();
        var device = await clients.PostAsync("/connect/device", Client.CommandLine, []);
        clients.Host.Time.Advance(DeviceCodes.Lifetime + TimeSpan.FromSeconds(1));

        var answer = await clients.PollAsync(Client.CommandLine, device["device_code"]);
        using var browser = await clients.SignInAsync("late");
        await browser.GetAsync("/device?user_code=" + device["user_code"]);

        Assert.Equal((HttpStatusCode.BadRequest, "expired_token"), (answer.Status, answer["error"]));
        Assert.Equal((HttpStatusCode.BadRequest, "Sign in a machine"), (browser.Status, browser.Heading));
    }

    [Fact]
    public async Task Another_application_cannot_fetch_the_answer()
    {
        var device = await Clients.PostAsync("/connect/device", Clients.Native, [("scope", "read")]);
        using var browser = await Clients.SignInAsync("approver");
        await browser.GetAsync("/device?user_code=" + device["user_code"]);
        await browser.SubmitAsync(("decision", "approve"));

        var stolen = await Clients.PollAsync(Client.CommandLine, device["device_code"]);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (stolen.Status, stolen["error"]));
        Assert.Equal(HttpStatusCode.OK, (await Clients.PollAsync(Clients.Native, device["device_code"])).Status);
    }

    [Fact]
    public async Task An_address_cannot_start_any_number_of_sign_ins()
    {
        await using var host = await AuthHost.StartAsync();
        for (var i = 0; i < DeviceLimits.PerAddress; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.PostFormAsync("/connect/device", ("client_id", "quilt-cli"))).Status);
        }

        Assert.Equal("temporarily_unavailable", (await host.PostFormAsync("/connect/device", ("client_id", "quilt-cli")))["error"]);
    }
}
