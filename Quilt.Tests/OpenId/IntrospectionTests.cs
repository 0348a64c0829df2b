using System.Net;

namespace Quilt.Tests.OpenId;

/// <summary>Introspection (RFC 7662) and revocation (RFC 7009), and every wrong or missing parameter of both.</summary>
public sealed class IntrospectionTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Theory]
    [InlineData("/connect/introspect", "token", "", 400, "invalid_request", "The mandatory 'token' parameter is missing.")]
    [InlineData("/connect/introspect", "client_id", "", 401, "invalid_client", null)]
    [InlineData("/connect/introspect", "client_id", "nobody", 401, "invalid_client", "The specified 'client_id' is invalid.")]
    [InlineData("/connect/introspect", "client_secret", "", 401, "invalid_client", "Client authentication is required for this application.")]
    [InlineData("/connect/introspect", "client_secret", "wrong", 401, "invalid_client", "The specified client credentials are invalid.")]
    [InlineData("/connect/revoke", "token", "", 400, "invalid_request", "The mandatory 'token' parameter is missing.")]
    [InlineData("/connect/revoke", "client_id", "", 401, "invalid_client", null)]
    [InlineData("/connect/revoke", "client_id", "nobody", 401, "invalid_client", "The specified 'client_id' is invalid.")]
    [InlineData("/connect/revoke", "client_secret", "", 401, "invalid_client", "Client authentication is required for this application.")]
    [InlineData("/connect/revoke", "client_secret", "wrong", 401, "invalid_client", "The specified client credentials are invalid.")]
    public async Task A_wrong_request_is_refused_in_json(string path, string parameter, string value, int status, string error, string? description)
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "asker");

        var answer = await Clients.PostAsync(path, Clients.Web, [("token", tokens["access_token"])], (parameter, value));

        Assert.Equal((status, error), ((int)answer.Status, answer["error"]));
        Assert.Equal(description ?? answer["error_description"], answer["error_description"]);
        Assert.False(answer.Json.TryGetProperty("error_uri", out _));
    }

    [Theory]
    [InlineData("access_token", "")]
    [InlineData("access_token", "refresh_token")]
    [InlineData("refresh_token", "nonsense")]
    public async Task The_application_that_holds_a_token_may_ask_about_it(string name, string hint)
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "known");

        var answer = await Clients.PostAsync("/connect/introspect", Clients.Web, [("token", tokens[name]), ("token_type_hint", hint)]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(answer.Json.GetProperty("active").GetBoolean());
        Assert.Equal((Clients.Web.Id, name), (answer["client_id"], answer["token_usage"]));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("another application's")]
    [InlineData("revoked")]
    [InlineData("of a disabled account")]
    public async Task Of_any_other_token_nobody_learns_more_than_that_it_is_not_active(string kind)
    {
        var user = "dead_" + kind.Replace(' ', '_').Replace("'", "", StringComparison.Ordinal);
        var tokens = await Clients.TokensAsync(kind == "another application's" ? Clients.OtherWeb : Clients.Web, user);
        if (kind == "revoked")
        {
            await Clients.PostAsync("/connect/revoke", Clients.Web, [("token", tokens["access_token"])]);
        }
        else if (kind == "of a disabled account")
        {
            await Clients.Host.PostJsonAsync("/api/users/disable", new { username = user }, await Clients.Host.LogInAsync("admin", "quilt"));
        }

        var answer = await Clients.PostAsync("/connect/introspect", Clients.Web, [("token", kind == "garbage" ? kind : tokens["access_token"])]);

        Assert.Equal((HttpStatusCode.OK, """{"active":false}"""), (answer.Status, string.Concat(answer.Body.Where(character => !char.IsWhiteSpace(character)))));
    }

    [Fact]
    public async Task A_program_without_a_secret_may_not_ask()
    {
        var device = await Clients.PostAsync("/connect/device", Clients.Native, [("scope", "read")]);

        var answer = await Clients.PostAsync("/connect/introspect", Clients.Native, [("token", device["device_code"])]);

        Assert.DoesNotContain("true", answer.Body, StringComparison.Ordinal);
        var tokens = await Clients.TokensOfMachineAsync(Clients.Native, "prober");
        answer = await Clients.PostAsync("/connect/introspect", Clients.Native, [("token", tokens["access_token"])]);
        Assert.Equal((HttpStatusCode.BadRequest, "unauthorized_client"), (answer.Status, answer["error"]));
    }

    [Theory]
    [InlineData("/connect/introspect")]
    [InlineData("/connect/revoke")]
    [InlineData("/connect/token")]
    [InlineData("/connect/device")]
    public async Task Other_methods_than_post_are_refused_in_json(string path)
    {
        var answer = await Clients.Host.SendAsync(HttpMethod.Put, path);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer["error"]));
    }

    [Fact]
    public async Task Giving_an_access_token_back_ends_it_alone_and_a_refresh_token_all()
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "giver");
        Assert.Equal(HttpStatusCode.OK, (await Clients.PostAsync("/connect/revoke", Clients.Web, [("token", tokens["access_token"])])).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);
        var next = await Clients.RefreshAsync(Clients.Web, tokens["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, (await Clients.Host.GetAsync("/api/me", next["access_token"])).Status);

        Assert.Equal(HttpStatusCode.OK, (await Clients.PostAsync("/connect/revoke", Clients.Web, [("token", next["refresh_token"]), ("token_type_hint", "access_token")])).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Clients.Host.GetAsync("/api/me", next["access_token"])).Status);
        Assert.Equal("invalid_grant", (await Clients.RefreshAsync(Clients.Web, next["refresh_token"]))["error"]);
    }

    [Fact]
    public async Task Nobody_can_revoke_the_tokens_of_another_application()
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "guarded");

        await Clients.PostAsync("/connect/revoke", Clients.OtherWeb, [("token", tokens["access_token"])]);
        await Clients.PostAsync("/connect/revoke", Clients.OtherWeb, [("token", tokens["refresh_token"])]);

        Assert.Equal(HttpStatusCode.OK, (await Clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await Clients.RefreshAsync(Clients.Web, tokens["refresh_token"])).Status);
    }
}
