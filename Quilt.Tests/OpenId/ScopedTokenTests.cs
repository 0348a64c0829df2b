using System.Net;
using Quilt.Tests.Auth;

namespace Quilt.Tests.OpenId;

/// <summary>How far tokens reach that were not given to a part of Quilt.</summary>
public sealed class ScopedTokenTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Fact]
    public async Task A_token_with_a_registry_scope_names_the_person_and_nothing_more()
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "admin", "openid read");
        var (access, identity) = (OpenIdHost.Claims(tokens["access_token"]), OpenIdHost.Claims(tokens["id_token"]));

        Assert.Equal(("quilt", "openid read", "admin"), (access.GetProperty("aud").GetString(), access.GetProperty("scope").GetString(), access.GetProperty("preferred_username").GetString()));
        Assert.False(access.TryGetProperty("role", out _));
        Assert.False(access.TryGetProperty("email", out _));
        Assert.All(["role", "email", "name", "preferred_username"], claim => Assert.False(identity.TryGetProperty(claim, out _)));
        Assert.Equal("", (await Clients.Host.GetAsync("/api/me", tokens["access_token"]))["email"]);
    }

    [Fact]
    public async Task A_token_without_a_registry_scope_is_none_for_the_registry()
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "shy", "openid profile email");
        var (access, identity) = (OpenIdHost.Claims(tokens["access_token"]), OpenIdHost.Claims(tokens["id_token"]));

        Assert.False(access.TryGetProperty("aud", out _));
        Assert.Equal(("shy", "shy@example.com"), (identity.GetProperty("preferred_username").GetString(), identity.GetProperty("email").GetString()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);
        Assert.Equal("shy@example.com", (await Clients.Host.GetAsync("/connect/userinfo", tokens["access_token"]))["email"]);
    }

    [Fact]
    public async Task A_refresh_that_asks_for_less_never_gets_more()
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "narrow");

        var narrowed = await Clients.RefreshAsync(Clients.Web, tokens["refresh_token"], ("scope", "openid"));

        Assert.False(OpenIdHost.Claims(narrowed["access_token"]).TryGetProperty("aud", out _));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Clients.Host.GetAsync("/api/me", narrowed["access_token"])).Status);
    }

    [Theory]
    [InlineData("GET", "/api/code", "This token was given for less than that. Sign in as yourself, with a browser or `quilt login`.")]
    [InlineData("POST", "/api/refresh", "This token was given for less than that. Sign in as yourself, with a browser or `quilt login`.")]
    [InlineData("GET", "/api/users/list", "This token lacks the scope admin, which this needs.")]
    public async Task A_restricted_token_leads_to_no_wider_one(string method, string path, string message)
    {
        var token = (await Clients.TokensAsync(Clients.Web, "admin"))["access_token"];

        var answer = await Clients.Host.SendAsync(new HttpMethod(method), path, token);

        Assert.Equal((HttpStatusCode.Forbidden, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("", "read write", false)]
    [InlineData("openid read", "openid read", false)]
    [InlineData("read write admin", "read write admin", true)]
    public async Task A_machine_administers_only_where_that_was_asked_and_approved(string asked, string given, bool isAdmin)
    {
        var token = (await Clients.TokensOfMachineAsync(Client.CommandLine, "admin", asked))["access_token"];

        Assert.Equal(given, OpenIdHost.Claims(token).GetProperty("scope").GetString());
        Assert.Equal(isAdmin, OpenIdHost.Claims(token).TryGetProperty("role", out _));
        Assert.Equal(isAdmin ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await Clients.Host.GetAsync("/api/users/list", token)).Status);
    }

    [Fact]
    public async Task The_parts_of_quilt_are_not_restricted()
    {
        var (access, _) = await Clients.Host.LogInCommandLineAsync(await Clients.Host.LogInAsync("admin", AuthHost.AdminPassword));

        Assert.Equal("admin", OpenIdHost.Claims(access).GetProperty("role").GetString());
        Assert.Equal(HttpStatusCode.OK, (await Clients.Host.GetAsync("/api/code", access)).Status);
    }
}
