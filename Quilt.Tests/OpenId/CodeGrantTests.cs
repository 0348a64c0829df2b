using System.Net;

namespace Quilt.Tests.OpenId;

/// <summary>The exchange of an authorization code, and every wrong or missing parameter of it.</summary>
public sealed class CodeGrantTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Theory]
    [InlineData("grant_type", "", 400, "invalid_request", "The mandatory 'grant_type' parameter is missing.")]
    [InlineData("grant_type", "nonsense", 400, "unsupported_grant_type", "The specified 'grant_type' is not supported.")]
    [InlineData("grant_type", "password", 400, "unsupported_grant_type", "The specified 'grant_type' is not supported.")]
    [InlineData("grant_type", "implicit", 400, "unsupported_grant_type", "The specified 'grant_type' is not supported.")]
    [InlineData("grant_type", "client_credentials", 400, "unauthorized_client", "This client application is not allowed to use the specified grant type.")]
    [InlineData("grant_type", "urn:quilt:params:oauth:grant-type:one-time-code", 400, "unauthorized_client", "This client application is not allowed to use the specified grant type.")]
    [InlineData("code", "", 400, "invalid_request", "The mandatory 'code' parameter is missing.")]
    [InlineData("code", "x", 400, "invalid_grant", "The specified authorization code is invalid.")]
    [InlineData("redirect_uri", "", 400, "invalid_request", "The mandatory 'redirect_uri' parameter is missing.")]
    [InlineData("redirect_uri", "https://app.example.com/callback", 400, "invalid_grant", "The specified 'redirect_uri' parameter doesn't match the client redirection URI the authorization code was initially sent to.")]
    [InlineData("code_verifier", "", 400, "invalid_request", "The mandatory 'code_verifier' parameter is missing.")]
    [InlineData("code_verifier", "another-verifier-that-is-long-enough-to-be-one", 400, "invalid_grant", "The specified 'code_verifier' is invalid.")]
    [InlineData("code_verifier", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", 400, "invalid_grant", "The specified 'code_verifier' is invalid.")]
    [InlineData("client_id", "", 400, "invalid_request", "The mandatory 'client_id' parameter is missing.")]
    [InlineData("client_id", "nobody", 401, "invalid_client", "The specified 'client_id' is invalid.")]
    [InlineData("client_secret", "", 401, "invalid_client", "Client authentication is required for this application.")]
    [InlineData("client_secret", "wrong", 401, "invalid_client", "The specified client credentials are invalid.")]
    [InlineData("scope", "read", 400, "invalid_request", "The 'scope' parameter is not valid in this context.")]
    [InlineData("client_assertion", "x.y.z", 400, "invalid_request", null)]
    public async Task A_wrong_exchange_is_refused_in_json(string parameter, string value, int status, string error, string? description)
    {
        var code = await Clients.CodeAsync(Clients.Web, "exchanger");

        var answer = await Clients.ExchangeAsync(Clients.Web, code, (parameter, value));

        Assert.Equal((status, error), ((int)answer.Status, answer["error"]));
        Assert.Equal(description ?? answer["error_description"], answer["error_description"]);
        Assert.False(answer.Json.TryGetProperty("error_uri", out _));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_code_used_twice_ends_what_came_of_it()
    {
        var code = await Clients.CodeAsync(Clients.Web, "replayed");
        var tokens = await Clients.ExchangeAsync(Clients.Web, code);
        Assert.Equal(HttpStatusCode.OK, (await Clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);

        var again = await Clients.ExchangeAsync(Clients.Web, code);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant", "The specified authorization code has already been redeemed."), (again.Status, again["error"], again["error_description"]));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Clients.Host.GetAsync("/api/me", tokens["access_token"])).Status);
        Assert.Equal("invalid_grant", (await Clients.RefreshAsync(Clients.Web, tokens["refresh_token"]))["error"]);
    }

    [Fact]
    public async Task Of_racing_exchanges_of_one_code_at_most_one_wins()
    {
        var code = await Clients.CodeAsync(Clients.Web, "racer");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Clients.ExchangeAsync(Clients.Web, code)));

        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), 0, 1);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal("invalid_grant", answer["error"]));
    }

    [Fact]
    public async Task Another_application_cannot_use_a_stolen_code_even_with_its_verifier()
    {
        var code = await Clients.CodeAsync(Clients.Web, "robbed");

        var answer = await Clients.ExchangeAsync(Clients.OtherWeb, code);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant", "The specified authorization code cannot be used by this client application."), (answer.Status, answer["error"], answer["error_description"]));
    }

    [Fact]
    public async Task A_code_lives_for_a_minute()
    {
        await using var clients = await OpenIdHost.StartAsync();
        var code = await clients.CodeAsync(clients.Web, "slow");
        clients.Host.Time.Advance(TimeSpan.FromSeconds(61));

        var answer = await clients.ExchangeAsync(clients.Web, code);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant", "The specified authorization code is no longer valid."), (answer.Status, answer["error"], answer["error_description"]));
    }

    [Fact]
    public async Task A_code_is_worth_nothing_once_the_account_is_disabled()
    {
        var code = await Clients.CodeAsync(Clients.Web, "disabled");
        var admin = await Clients.Host.LogInAsync("admin", "quilt");
        await Clients.Host.PostJsonAsync("/api/users/disable", new { username = "disabled" }, admin);

        Assert.Equal("invalid_grant", (await Clients.ExchangeAsync(Clients.Web, code))["error"]);
    }

    [Theory]
    [InlineData("code")]
    [InlineData("access_token")]
    [InlineData("id_token")]
    public async Task Only_a_refresh_token_is_a_refresh_token(string name)
    {
        var code = await Clients.CodeAsync(Clients.Web, "mixer");
        var tokens = await Clients.ExchangeAsync(Clients.Web, code);

        var answer = await Clients.RefreshAsync(Clients.Web, name == "code" ? code : tokens[name]);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (answer.Status, answer["error"]));
    }
}
