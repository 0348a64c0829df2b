using System.Net;
using System.Web;
using Quilt.Tests.Auth;

namespace Quilt.Tests.OpenId;

/// <summary>Every wrong or missing parameter of the authorization endpoint.</summary>
public sealed class AuthorizeTests(OpenIdFixture fixture) : IClassFixture<OpenIdFixture>
{
    private const string WrongRedirect = "The specified 'redirect_uri' is not valid for this client application.";

    [Theory]
    [InlineData("client_id", "", "invalid_request", "The mandatory 'client_id' parameter is missing.")]
    [InlineData("client_id", "nobody", "invalid_request", "The specified 'client_id' is invalid.")]
    [InlineData("client_id", "quilt-cli", "invalid_request", WrongRedirect)]
    [InlineData("client_id", "registry", "invalid_request", WrongRedirect)]
    [InlineData("response_type", "", "invalid_request", "The mandatory 'response_type' parameter is missing.")]
    [InlineData("response_type", "token", "unsupported_response_type", "The specified 'response_type' is not supported.")]
    [InlineData("response_type", "id_token", "unsupported_response_type", "The specified 'response_type' is not supported.")]
    [InlineData("response_type", "id_token token", "unsupported_response_type", "The specified 'response_type' is not supported.")]
    [InlineData("response_type", "code token", "unsupported_response_type", "The specified 'response_type' is not supported.")]
    [InlineData("response_type", "code id_token", "unsupported_response_type", "The specified 'response_type' is not supported.")]
    [InlineData("response_type", "none", "unsupported_response_type", "The specified 'response_type' is not supported.")]
    [InlineData("response_type", "nonsense", "unsupported_response_type", "The specified 'response_type' is not supported.")]
    [InlineData("scope", "nonsense", "invalid_scope", "The specified 'scope' is invalid.")]
    [InlineData("scope", "write", "invalid_request", "This client application is not allowed to use the specified scope.")]
    [InlineData("scope", "admin", "invalid_request", "This client application is not allowed to use the specified scope.")]
    [InlineData("scope", "internal", "invalid_request", "This client application is not allowed to use the specified scope.")]
    [InlineData("code_challenge", "", "invalid_request", "The mandatory 'code_challenge' parameter is missing.")]
    [InlineData("code_challenge", "short", "invalid_request", "The 'code_challenge' parameter must be a SHA-256 hash in base64url: 43 characters.")]
    [InlineData("code_challenge_method", "", "invalid_request", "The mandatory 'code_challenge_method' parameter is missing.")]
    [InlineData("code_challenge_method", "plain", "invalid_request", "The specified 'code_challenge_method' is not supported.")]
    [InlineData("code_challenge_method", "S512", "invalid_request", "The specified 'code_challenge_method' is not supported.")]
    [InlineData("response_mode", "form_post", "invalid_request", "The specified 'response_mode' is not supported.")]
    [InlineData("response_mode", "fragment", "invalid_request", "The specified 'response_mode' is not supported.")]
    [InlineData("response_mode", "nonsense", "invalid_request", "The specified 'response_mode' is not supported.")]
    [InlineData("prompt", "none login", "invalid_request", "The specified 'prompt' is invalid.")]
    [InlineData("prompt", "select_account", "invalid_request", "The specified 'prompt' is not supported.")]
    [InlineData("prompt", "nonsense", "invalid_request", "The specified 'prompt' is not supported.")]
    [InlineData("request", "x.y.z", "request_not_supported", "The 'request' parameter is not supported.")]
    [InlineData("request_uri", "https://evil.test/request", "request_uri_not_supported", "The 'request_uri' parameter is not supported.")]
    [InlineData("resource", "https://other.test", "invalid_target", "One of the specified 'resource' parameters is invalid.")]
    [InlineData("redirect_uri", "", "invalid_request", "The mandatory 'redirect_uri' parameter is missing.")]
    [InlineData("redirect_uri", "callback", "invalid_request", "The 'redirect_uri' parameter must be a valid absolute URI.")]
    [InlineData("redirect_uri", OpenIdHost.Callback + "#there", "invalid_request", "The 'redirect_uri' parameter must not include a fragment.")]
    [InlineData("redirect_uri", "https://app.example.com/callback", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://app.example.com/callback?tenant=2", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", OpenIdHost.Callback + "&more=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://app.example.com/callback/?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://app.example.com/callback/more?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://app.example.com/Callback?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://APP.example.com/callback?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://app.example.com:443/callback?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://app.example.com:444/callback?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://app.example.com/x/../callback?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://app.example.com@evil.test/callback?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://app.example.com.evil.test/callback?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "https://evil.test/https://app.example.com/callback?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "http://app.example.com/callback?tenant=1", "invalid_request", WrongRedirect)]
    [InlineData("redirect_uri", "javascript:alert(1)", "invalid_request", WrongRedirect)]
    public async Task A_wrong_request_ends_on_a_page_that_names_the_error(string parameter, string value, string error, string description)
    {
        using var browser = new Browser(fixture.Clients.Host);

        await browser.GetAsync(OpenIdHost.AuthorizeUrl(fixture.Clients.Web, (parameter, value)));

        Assert.Equal((HttpStatusCode.BadRequest, null), (browser.Status, browser.Location));
        Assert.Contains($"<code>{error}</code>. {description}", WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
        Assert.DoesNotContain("openiddict", browser.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4711/cb", true)]
    [InlineData("com.example.app:/cb", true)]
    [InlineData("http://127.0.0.1:4711/cb/more", false)]
    [InlineData("http://127.0.0.1:4711/CB", false)]
    [InlineData("http://127.0.0.1:4711/cb?x=1", false)]
    [InlineData("http://localhost:4711/cb", false)]
    [InlineData("http://127.0.0.2/cb", false)]
    [InlineData("https://127.0.0.1/cb", false)]
    [InlineData("com.example.app:/cb2", false)]
    [InlineData("com.example.app.evil:/cb", false)]
    public async Task Of_a_program_on_its_users_machine_only_the_port_of_a_loopback_address_may_differ(string redirect, bool isAllowed)
    {
        using var browser = new Browser(fixture.Clients.Host);

        await browser.GetAsync(OpenIdHost.AuthorizeUrl(fixture.Clients.Native, ("redirect_uri", redirect)));

        Assert.Equal(isAllowed ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, browser.Status);
    }

    [Fact]
    public async Task A_parameter_given_twice_is_refused()
    {
        using var browser = new Browser(fixture.Clients.Host);

        await browser.GetAsync(OpenIdHost.AuthorizeUrl(fixture.Clients.Web) + "&redirect_uri=" + Uri.EscapeDataString("https://evil.test/"));

        Assert.Equal((HttpStatusCode.BadRequest, null), (browser.Status, browser.Location));
    }

    [Fact]
    public async Task A_service_has_nowhere_to_send_people_to()
    {
        using var browser = new Browser(fixture.Clients.Host);

        await browser.GetAsync(OpenIdHost.AuthorizeUrl(fixture.Clients.Service));

        Assert.Equal((HttpStatusCode.BadRequest, null), (browser.Status, browser.Location));
    }

    [Theory]
    [InlineData(false, "login_required", "The person is not signed in.")]
    [InlineData(true, "consent_required", "The person has to be asked first.")]
    public async Task Without_a_page_the_application_learns_what_is_missing(bool isSignedIn, string error, string description)
    {
        using var browser = isSignedIn ? await fixture.Clients.SignInAsync("quiet") : new Browser(fixture.Clients.Host);

        await browser.GetAsync(OpenIdHost.AuthorizeUrl(fixture.Clients.Web, ("prompt", "none")));

        Assert.StartsWith(OpenIdHost.Callback + "&", browser.Location, StringComparison.Ordinal);
        var answer = HttpUtility.ParseQueryString(new Uri(browser.Location!).Query);
        Assert.Equal((error, description, "some-state", AuthHost.Issuer, null), (answer["error"], answer["error_description"], answer["state"], answer["iss"], answer["error_uri"]));
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task A_fresh_sign_in_is_asked_for_once(string parameter, string value)
    {
        using var browser = await fixture.Clients.SignInAsync("fresh");

        await browser.GetAsync(OpenIdHost.AuthorizeUrl(fixture.Clients.Web, (parameter, value)));
        Assert.StartsWith("/signin?returnUrl=", browser.Location, StringComparison.Ordinal);
        await browser.FollowAsync();
        await browser.SubmitAsync(("username", "fresh"), ("password", "correct horse"));
        await browser.FollowAsync();

        Assert.StartsWith("/consent?", browser.Location, StringComparison.Ordinal);
    }
}
