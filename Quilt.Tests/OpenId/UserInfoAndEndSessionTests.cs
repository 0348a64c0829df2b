using System.Net;

namespace Quilt.Tests.OpenId;

public sealed class UserInfoAndEndSessionTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private OpenIdHost Clients => fixture.Clients;

    [Theory]
    [InlineData(null, 401, "Not logged in")]
    [InlineData("", 401, "Not logged in")]
    [InlineData("garbage", 401, "invalid_token")]
    [InlineData("id_token", 401, "invalid_token")]
    [InlineData("refresh_token", 401, "invalid_token")]
    public async Task A_wrong_token_learns_nothing_of_the_person(string? kind, int status, string error)
    {
        var tokens = await Clients.TokensAsync(Clients.Web, "informed");

        var answer = await Clients.Host.GetAsync("/connect/userinfo", kind is "id_token" or "refresh_token" ? tokens[kind] : kind);

        Assert.Equal(status, (int)answer.Status);
        Assert.Contains(error, answer.Headers.WwwAuthenticate.ToString() + answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("informed", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("post_logout_redirect_uri=callback", "The 'post_logout_redirect_uri' parameter must be a valid absolute URI.")]
    [InlineData("post_logout_redirect_uri=http%3A%2F%2Fcatalog.test%2F%23x", "The 'post_logout_redirect_uri' parameter must not include a fragment.")]
    [InlineData("post_logout_redirect_uri=http%3A%2F%2Fevil.test%2F", "The specified 'post_logout_redirect_uri' is invalid.")]
    [InlineData("client_id=catalog&post_logout_redirect_uri=http%3A%2F%2Fevil.test%2F", "The specified 'post_logout_redirect_uri' is invalid.")]
    [InlineData("client_id=nobody", null)]
    public async Task A_wrong_sign_out_signs_nobody_out_and_leads_nowhere(string query, string? description)
    {
        using var browser = await Clients.SignInAsync("stayer");

        await browser.GetAsync("/connect/endsession?" + query);

        Assert.Equal((HttpStatusCode.BadRequest, null), (browser.Status, browser.Location));
        Assert.Contains(description ?? "", WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
        Assert.Equal("Your login code", (await browser.GetAsync("/login")).Heading);
    }

    [Theory]
    [InlineData("")]
    [InlineData("id_token_hint=garbage")]
    public async Task Without_proof_the_person_is_asked_first(string query)
    {
        using var browser = await Clients.SignInAsync("asked");

        await browser.GetAsync("/connect/endsession?" + query);

        Assert.True(browser.Location?.StartsWith("/signout?returnUrl=", StringComparison.Ordinal) == true || browser.Status == HttpStatusCode.BadRequest);
        Assert.Equal("Your login code", (await browser.GetAsync("/login")).Heading);
    }

    [Fact]
    public async Task Somebody_elses_id_token_signs_nobody_out()
    {
        var others = await Clients.TokensAsync(Clients.Web, "somebody");
        using var browser = await Clients.SignInAsync("me_myself");

        await browser.GetAsync("/connect/endsession?id_token_hint=" + others["id_token"]);

        Assert.Equal("Your login code", (await browser.GetAsync("/login")).Heading);
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks")]
    public async Task Documents_are_only_to_be_read(string path)
    {
        var answer = await Clients.Host.PostAsync(path);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer["error"]));
    }
}
