using System.Net;
using Microsoft.IdentityModel.Tokens;
using Quilt.Auth.TrustedPublishing;
using Quilt.Tests.Auth;

namespace Quilt.Tests.TrustedPublishing;

/// <summary>Where issuers' keys come from, and where they must not.</summary>
public sealed class IssuerTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("140.82.112.3", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2606:50c0:8000::154", true)]
    public void Only_addresses_of_the_internet_are_public(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://issuer.example")]
    [InlineData("https://user@issuer.example")]
    [InlineData("https://issuer.example/?a=b")]
    [InlineData("https://issuer.example/#a")]
    [InlineData("ftp://issuer.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("issuer.example")]
    [InlineData("http://127.0.0.1:1")]
    public async Task An_issuer_that_is_not_https_is_refused(string issuer)
    {
        await using var host = await AuthHost.StartAsync();
        var session = await host.RegisterAsync("ann");

        var answer = await host.PostJsonAsync("/api/publishers/ann/data", new { issuer, audience = "a", claims = new { repository = "a/b" } }, session);

        Assert.Equal((HttpStatusCode.BadRequest, "The issuer must be an https address without a query, just as its tokens name it."), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_private_address_is_not_connected_to()
    {
        await using var issuer = await OidcIssuer.StartAsync();
        await using var host = await AuthHost.StartAsync();
        var session = await host.RegisterAsync("ann");
        var address = issuer.Url.Replace("http:", "https:", StringComparison.Ordinal).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.PostJsonAsync("/api/publishers/ann/data", new { issuer = address, audience = "quilt.example", claims = new { repository = "octo/data" } }, session)).Status);
        var proof = (new ProofRecipe(issuer) { Issuer = address }).Bake();

        var refused = await host.PostJsonAsync("/api/token/exchange", new { package = "ann/data", token = proof });
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => host.Get<IssuerConnections>().FetchAsync(new Uri(address + "/keys"), default));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The token's issuer cannot be asked for its keys now. Try again in a moment."), (refused.Status, refused.Message));
        Assert.Equal("It is in a private network.", Innermost(failure).Message);
        Assert.Equal(0, issuer.Fetches);
    }

    [Theory]
    [InlineData("another name")]
    [InlineData("a redirect")]
    [InlineData("another scheme")]
    [InlineData("only a secret")]
    public async Task Keys_are_not_taken_by_way_of(string what)
    {
        await using var issuer = await OidcIssuer.StartAsync();
        await using var host = await TrustingAsync(issuer);
        issuer.NamedIssuer = what == "another name" ? "https://issuer.example" : null;
        issuer.KeysAddress = what switch { "a redirect" => issuer.Url + "/moved", "another scheme" => "ftp://issuer.example/keys", _ => null };
        var secret = new SymmetricSecurityKey(new byte[64]) { KeyId = "secret" };
        issuer.Published = what == "only a secret" ? [secret] : issuer.Published;
        var proof = what == "only a secret" ? new ProofRecipe(issuer) { Credentials = new(secret, SecurityAlgorithms.HmacSha256) } : new ProofRecipe(issuer);

        var answer = await host.PostJsonAsync("/api/token/exchange", new { package = "ann/data", token = proof.Bake() });

        Assert.Equal(what == "only a secret" ? HttpStatusCode.Unauthorized : HttpStatusCode.ServiceUnavailable, answer.Status);
    }

    [Fact]
    public async Task Keys_are_kept_and_new_ones_are_looked_for_but_not_all_the_time()
    {
        await using var issuer = await OidcIssuer.StartAsync();
        await using var host = await TrustingAsync(issuer);
        Assert.Equal(HttpStatusCode.OK, await ExchangeAsync(new ProofRecipe(issuer)));
        Assert.Equal(HttpStatusCode.OK, await ExchangeAsync(new ProofRecipe(issuer)));
        Assert.Equal(1, issuer.Fetches);

        var fresh = new RsaSecurityKey(System.Security.Cryptography.RSA.Create(2048)) { KeyId = "fresh" };
        issuer.Published = issuer.Published.Add(fresh);
        var signed = new SigningCredentials(fresh, SecurityAlgorithms.RsaSha256);
        Assert.Equal(HttpStatusCode.Unauthorized, await ExchangeAsync(new ProofRecipe(issuer) { Credentials = signed }));
        Assert.Equal(1, issuer.Fetches);
        host.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, await ExchangeAsync(new ProofRecipe(issuer) { Credentials = signed }));
        Assert.Equal(2, issuer.Fetches);

        async Task<HttpStatusCode> ExchangeAsync(ProofRecipe proof) =>
            (await host.PostJsonAsync("/api/token/exchange", new { package = "ann/data", token = proof.Bake() })).Status;
    }

    private static async Task<AuthHost> TrustingAsync(OidcIssuer issuer)
    {
        var host = await AuthHost.StartAsync(settings: ("Quilt:TrustedPublishing:AllowPrivateIssuers", "true"));
        var session = await host.RegisterAsync("ann");
        var added = await host.PostJsonAsync("/api/publishers/ann/data", new { issuer = issuer.Url, audience = "quilt.example", claims = new { repository = "octo/data" } }, session);
        Assert.Equal(HttpStatusCode.OK, added.Status);
        return host;
    }

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
