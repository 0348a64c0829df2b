using System.Net;
using System.Text;
using Quilt.Tests.Auth;

namespace Quilt.Tests.OpenId;

/// <summary>Services that an admin registered (client credentials).</summary>
public sealed class ServiceTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Theory]
    [InlineData("client_secret", "wrong", 401, "invalid_client", "The specified client credentials are invalid.")]
    [InlineData("client_secret", "", 400, "invalid_request", "The 'client_secret' or 'client_assertion' parameter must be specified when using the client credentials grant.")]
    [InlineData("client_id", "", 400, "invalid_request", null)]
    [InlineData("client_id", "nobody", 401, "invalid_client", "The specified 'client_id' is invalid.")]
    [InlineData("scope", "admin", 400, "invalid_request", "This client application is not allowed to use the specified scope.")]
    [InlineData("scope", "internal", 400, "invalid_request", "This client application is not allowed to use the specified scope.")]
    [InlineData("scope", "offline_access", 400, "invalid_request", "The client application is not allowed to use the 'offline_access' scope.")]
    [InlineData("scope", "nonsense", 400, "invalid_scope", "The specified 'scope' is invalid.")]
    public async Task A_wrong_request_is_refused_in_json(string parameter, string value, int status, string error, string? description)
    {
        var answer = await AskAsync((parameter, value));

        Assert.Equal((status, error), ((int)answer.Status, answer["error"]));
        Assert.Equal(description ?? answer["error_description"], answer["error_description"]);
    }

    [Theory]
    [InlineData("", "read write")]
    [InlineData("read", "read")]
    public async Task A_service_acts_as_its_account_within_its_scopes(string scope, string given)
    {
        var answer = await AskAsync(("scope", scope));

        var claims = OpenIdHost.Claims(answer["access_token"]);
        Assert.Equal(("robot", given, "quilt"), (claims.GetProperty("preferred_username").GetString(), claims.GetProperty("scope").GetString(), claims.GetProperty("aud").GetString()));
        Assert.False(answer.Json.TryGetProperty("refresh_token", out _));
        Assert.Equal("robot", (await Clients.Host.GetAsync("/api/me", answer["access_token"]))["current_user"]);
    }

    [Fact]
    public async Task The_secret_may_come_in_the_header_but_not_in_both_places()
    {
        var header = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Clients.Service.Id}:{Clients.Service.Secret}"));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(header, new() { ["grant_type"] = "client_credentials" }));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(header, new() { ["grant_type"] = "client_credentials", ["client_id"] = Clients.Service.Id, ["client_secret"] = Clients.Service.Secret! }));
    }

    [Fact]
    public async Task A_token_given_back_ends_alone_and_the_service_goes_on()
    {
        var first = await AskAsync();
        await Clients.Host.PostAsync("/api/logout", first["access_token"]);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Clients.Host.GetAsync("/api/me", first["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync()).Status);
    }

    [Fact]
    public async Task The_person_it_acts_as_sees_it_and_can_end_it()
    {
        await using var clients = await OpenIdHost.StartAsync();
        Task<Answer> AskAsync() => clients.PostAsync("/connect/token", clients.Service, [("grant_type", "client_credentials")]);
        var token = (await AskAsync())["access_token"];
        using var browser = await clients.SignInAsync("robot");
        await browser.GetAsync("/account/applications");
        Assert.Contains("Service", browser.Html, StringComparison.Ordinal);

        await browser.SubmitAsync(("application", ApplicationIn(browser.Html)));

        Assert.Equal(HttpStatusCode.Unauthorized, (await clients.Host.GetAsync("/api/me", token)).Status);
        var refused = await AskAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (refused.Status, refused["error"]));
    }

    internal static string ApplicationIn(string html)
    {
        const string Start = "name=\"application\" value=\"";
        return html.Substring(html.IndexOf(Start, StringComparison.Ordinal) + Start.Length, 36);
    }

    private Task<Answer> AskAsync(params (string Name, string Value)[] changes) =>
        Clients.PostAsync("/connect/token", Clients.Service, [("grant_type", "client_credentials")], changes);

    private async Task<HttpStatusCode> SendAsync(string authorization, Dictionary<string, string> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent(form) };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await Clients.Host.Http.SendAsync(request);
        return response.StatusCode;
    }
}
