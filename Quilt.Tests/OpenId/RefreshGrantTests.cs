using System.Net;
using Quilt.Auth.Tokens;

namespace Quilt.Tests.OpenId;

public sealed class RefreshGrantTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Theory]
    [InlineData("refresh_token", "", 400, "invalid_request", "The mandatory 'refresh_token' parameter is missing.")]
    [InlineData("refresh_token", "x", 400, "invalid_grant", "The specified refresh token is invalid.")]
    [InlineData("scope", "openid read email", 400, "invalid_grant", null)]
    [InlineData("scope", "write", 400, "invalid_request", "This client application is not allowed to use the specified scope.")]
    [InlineData("scope", "nonsense", 400, "invalid_scope", "The specified 'scope' is invalid.")]
    [InlineData("client_id", "nobody", 401, "invalid_client", "The specified 'client_id' is invalid.")]
    [InlineData("client_secret", "", 401, "invalid_client", "Client authentication is required for this application.")]
    [InlineData("client_secret", "wrong", 401, "invalid_client", "The specified client credentials are invalid.")]
    public async Task A_wrong_refresh_is_refused_in_json(string parameter, string value, int status, string error, string? description)
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "refresher");

        var answer = await Clients.RefreshAsync(Clients.Web, tokens["refresh_token"], (parameter, value));

        Assert.Equal((status, error), ((int)answer.Status, answer["error"]));
        Assert.Equal(description ?? answer["error_description"], answer["error_description"]);
    }

    [Fact]
    public async Task Another_application_cannot_use_a_stolen_refresh_token()
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "robbed");

        var answer = await Clients.RefreshAsync(Clients.OtherWeb, tokens["refresh_token"]);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (answer.Status, answer["error"]));
    }

    [Fact]
    public async Task A_refresh_token_is_replaced_and_works_for_parallel_processes_a_little_longer()
    {
        await using var clients = await OpenIdHost.StartAsync();
        var tokens = await clients.TokensAsync(clients.Web, "parallel");
        clients.Host.Time.Advance(TimeSpan.FromSeconds(1));
        var first = await clients.RefreshAsync(clients.Web, tokens["refresh_token"]);
        clients.Host.Time.Advance(TokenLifetimes.ReuseLeeway - TimeSpan.FromSeconds(5));

        var second = await clients.RefreshAsync(clients.Web, tokens["refresh_token"]);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.NotEqual(tokens["refresh_token"], first["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, (await clients.RefreshAsync(clients.Web, first["refresh_token"])).Status);
    }

    [Fact]
    public async Task A_refresh_token_used_again_later_ends_the_whole_family_and_no_other_sign_in()
    {
        await using var clients = await OpenIdHost.StartAsync();
        var tokens = await clients.TokensAsync(clients.Web, "victim");
        var other = await clients.TokensAsync(clients.Web, "victim");
        var next = await clients.RefreshAsync(clients.Web, tokens["refresh_token"]);
        clients.Host.Time.Advance(TokenLifetimes.ReuseLeeway + TimeSpan.FromSeconds(1));

        var reused = await clients.RefreshAsync(clients.Web, tokens["refresh_token"]);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant", "The specified refresh token has already been redeemed."), (reused.Status, reused["error"], reused["error_description"]));
        Assert.Equal("invalid_grant", (await clients.RefreshAsync(clients.Web, next["refresh_token"]))["error"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await clients.Host.GetAsync("/api/me", next["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await clients.RefreshAsync(clients.Web, other["refresh_token"])).Status);
    }

    [Fact]
    public async Task However_often_it_is_renewed_a_sign_in_ends_after_a_year()
    {
        await using var clients = await OpenIdHost.StartAsync();
        var tokens = await clients.TokensAsync(clients.Web, "steady");
        for (var day = 0; day < 360; day += 60)
        {
            clients.Host.Time.Advance(TimeSpan.FromDays(60));
            tokens = await clients.RefreshAsync(clients.Web, tokens["refresh_token"]);
            Assert.Equal(HttpStatusCode.OK, tokens.Status);
        }

        clients.Host.Time.Advance(TimeSpan.FromDays(6));

        Assert.Equal("invalid_grant", (await clients.RefreshAsync(clients.Web, tokens["refresh_token"]))["error"]);
    }
}
