using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.IdentityModel.Tokens;
using Quilt.Tests.Auth;

namespace Quilt.Tests.OpenId;

public sealed class CatalogSignInTests(AuthHostFixture fixture) : IClassFixture<AuthHostFixture>
{
    private const string Callback = "http://catalog.test/signin-oidc";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private AuthHost Host => fixture.Host;

    [Fact]
    public async Task Discovery_offers_only_the_safe_flows()
    {
        var metadata = (await Host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.Equal(AuthHost.Issuer, metadata.GetProperty("issuer").GetString());
        Assert.Equal(["code"], Strings(metadata, "response_types_supported"));
        Assert.Equal(["query"], Strings(metadata, "response_modes_supported"));
        Assert.Equal(["S256"], Strings(metadata, "code_challenge_methods_supported"));
        Assert.Equal(["ES256"], Strings(metadata, "id_token_signing_alg_values_supported"));
        Assert.DoesNotContain("password", Strings(metadata, "grant_types_supported"));
        Assert.DoesNotContain("implicit", Strings(metadata, "grant_types_supported"));
    }

    [Fact]
    public async Task A_made_up_host_changes_neither_issuer_nor_where_browsers_go()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration") { Headers = { Host = "evil.test" } };
        request.Headers.Add("X-Forwarded-Host", "evil.test");
        using var response = await Host.Http.SendAsync(request);
        var metadata = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        using var login = new HttpRequestMessage(HttpMethod.Post, "/api/login")
        {
            Headers = { Host = "evil.test" },
            Content = new StringContent("""{"username":"admin","password":"quilt"}""", Encoding.UTF8, "application/json"),
        };
        using var answer = await Host.Http.SendAsync(login);
        var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString()!;

        Assert.Equal(AuthHost.Issuer, metadata.GetProperty("issuer").GetString());
        Assert.Equal("http://auth.test/connect/authorize", metadata.GetProperty("authorization_endpoint").GetString());
        Assert.Equal("http://auth.test/connect/endsession", metadata.GetProperty("end_session_endpoint").GetString());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(AuthHost.Issuer, Claims(token).GetProperty("iss").GetString());
    }

    [Fact]
    public async Task The_published_key_verifies_a_token_with_the_promised_claims()
    {
        var token = await Host.LogInAsync("admin", AuthHost.AdminPassword);
        var key = (await Host.GetAsync("/.well-known/jwks")).Json.GetProperty("keys").EnumerateArray().Single();
        var parts = token.Split('.');
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes(key.GetProperty("x").GetString()!), Y = Bytes(key.GetProperty("y").GetString()!) },
        });
        var header = JsonDocument.Parse(Bytes(parts[0])).RootElement;
        var claims = Claims(token);

        Assert.True(ecdsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Bytes(parts[2]), HashAlgorithmName.SHA256));
        Assert.Equal(("ES256", "at+jwt"), (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString()));
        Assert.Equal(key.GetProperty("kid").GetString(), header.GetProperty("kid").GetString());
        Assert.False(key.TryGetProperty("d", out _));
        Assert.Equal("quilt", claims.GetProperty("aud").GetString());
        Assert.Equal(("admin", "admin"), (claims.GetProperty("preferred_username").GetString(), claims.GetProperty("role").GetString()));
        Assert.Equal("admin@example.com", claims.GetProperty("email").GetString());
        Assert.Equal(0, claims.GetProperty("quilt_gen").GetInt32());
        Assert.Equal(TimeSpan.FromHours(24).TotalSeconds, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.True(Guid.TryParse(claims.GetProperty("oi_tkn_id").GetString(), out _));
    }

    [Fact]
    public async Task The_catalog_signs_a_person_in_and_signing_out_of_the_browser_ends_it()
    {
        await Host.RegisterAsync("visitor");
        using var browser = new Browser(Host);
        await browser.GetAsync(AuthorizeUrl());
        Assert.StartsWith("/signin", browser.Location, StringComparison.Ordinal);
        await browser.FollowAsync();
        await browser.SubmitAsync(("username", "visitor"), ("password", "correct horse"));
        await browser.FollowAsync();

        var callback = HttpUtility.ParseQueryString(new Uri(browser.Location!).Query);
        Assert.StartsWith(Callback, browser.Location, StringComparison.Ordinal);
        Assert.Equal(("some-state", AuthHost.Issuer), (callback["state"], callback["iss"]));
        var tokens = await ExchangeAsync(callback["code"]!);
        var again = await ExchangeAsync(callback["code"]!);
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);

        using var second = new Browser(Host);
        await second.SignInAsync("visitor", "correct horse", AuthorizeUrl());
        await second.FollowAsync();
        tokens = await ExchangeAsync(HttpUtility.ParseQueryString(new Uri(second.Location!).Query)["code"]!);
        var access = tokens["access_token"];
        Assert.Equal("visitor", Claims(tokens["id_token"]).GetProperty("preferred_username").GetString());
        Assert.Equal("visitor@example.com", Claims(access).GetProperty("email").GetString());
        Assert.Equal("visitor@example.com", (await Host.GetAsync("/connect/userinfo", access))["email"]);
        Assert.Equal(HttpStatusCode.OK, (await Host.GetAsync("/api/me", access)).Status);

        await second.GetAsync("/signout");
        await second.SubmitAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", access)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(tokens["refresh_token"])).Status);
    }

    [Fact]
    public async Task The_catalogs_sign_out_with_the_persons_id_token_ends_the_session_and_leads_back()
    {
        await Host.RegisterAsync("leaving");
        using var browser = new Browser(Host);
        await browser.SignInAsync("leaving", "correct horse", AuthorizeUrl());
        await browser.FollowAsync();
        var tokens = await ExchangeAsync(HttpUtility.ParseQueryString(new Uri(browser.Location!).Query)["code"]!);
        const string Back = "http://catalog.test/signout-callback-oidc";

        await browser.GetAsync("/connect/endsession?post_logout_redirect_uri=" + Uri.EscapeDataString(Back));
        Assert.StartsWith("/signout?returnUrl=", browser.Location, StringComparison.Ordinal);
        await browser.GetAsync($"/connect/endsession?id_token_hint={tokens["id_token"]}&state=s&post_logout_redirect_uri={Uri.EscapeDataString(Back)}");

        Assert.Equal(Back + "?state=s", browser.Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.GetAsync("/api/me", tokens["access_token"])).Status);
        Assert.StartsWith("/signin", (await browser.GetAsync("/login")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_asks_without_a_page_learns_that_nobody_is_signed_in()
    {
        using var browser = new Browser(Host);

        await browser.GetAsync(AuthorizeUrl(("prompt", "none")));

        Assert.StartsWith(Callback, browser.Location, StringComparison.Ordinal);
        Assert.Equal("login_required", HttpUtility.ParseQueryString(new Uri(browser.Location!).Query)["error"]);
    }

    [Theory]
    [InlineData("registry", "registry-secret", "internal", 200, null)]
    [InlineData("catalog", "catalog-secret", "", 200, null)]
    [InlineData("catalog", "catalog-secret", "internal", 400, "invalid_request")]
    [InlineData("registry", "wrong", "internal", 401, "invalid_client")]
    [InlineData("quilt-cli", "", "internal", 400, "invalid_request")]
    public async Task Services_get_only_what_they_may(string client, string secret, string scope, int status, string? error)
    {
        (string, string)[] fields = [("grant_type", "client_credentials"), ("client_id", client), .. secret.Length > 0 ? [("client_secret", secret)] : Array.Empty<(string, string)>(), .. scope.Length > 0 ? [("scope", scope)] : Array.Empty<(string, string)>()];

        var answer = await Host.PostFormAsync("/connect/token", fields);

        Assert.Equal(status, (int)answer.Status);
        if (error is not null)
        {
            Assert.Equal(error, answer["error"]);
        }
    }

    [Theory]
    [InlineData("password")]
    [InlineData("urn:ietf:params:oauth:grant-type:token-exchange")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("implicit")]
    public async Task Other_grants_do_not_exist(string grant)
    {
        var answer = await Host.PostFormAsync(
            "/connect/token", ("grant_type", grant), ("client_id", "quilt-cli"), ("username", "admin"), ("password", "quilt"));

        Assert.Equal((HttpStatusCode.BadRequest, "unsupported_grant_type"), (answer.Status, answer["error"]));
    }

    [Fact]
    public async Task Giving_a_refresh_token_back_ends_the_sign_in_for_followers_of_the_feed_too()
    {
        await using var host = await AuthHost.StartAsync();
        var (access, refresh) = await host.LogInCommandLineAsync(await host.LogInAsync("admin", AuthHost.AdminPassword));

        var answer = await host.PostFormAsync("/connect/revoke", ("client_id", "quilt-cli"), ("token", refresh));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/api/me", access)).Status);
        var feed = await host.GetAsync("/internal/revocations", await host.ServiceTokenAsync());
        var revocation = Assert.Single(feed.Json.GetProperty("revocations").EnumerateArray());
        Assert.Equal(("session", Claims(access).GetProperty("oi_au_id").GetString()), (revocation.GetProperty("kind").GetString(), revocation.GetProperty("id").GetString()));
    }

    private static string AuthorizeUrl(params (string Name, string Value)[] changes) => OpenIdHost.AuthorizeUrl(
        "catalog", Callback, "openid profile email offline_access", Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))), changes);

    private Task<Answer> ExchangeAsync(string code) => Host.PostFormAsync(
        "/connect/token", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Callback), ("code_verifier", Verifier),
        ("client_id", "catalog"), ("client_secret", "catalog-secret"));

    private Task<Answer> RefreshAsync(string token) => Host.PostFormAsync(
        "/connect/token", ("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "catalog"), ("client_secret", "catalog-secret"));

    private static JsonElement Claims(string token) => JsonDocument.Parse(Bytes(token.Split('.')[1])).RootElement;

    private static byte[] Bytes(string base64) => Base64UrlEncoder.DecodeBytes(base64);

    private static IEnumerable<string> Strings(JsonElement json, string name) => json.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);
}
