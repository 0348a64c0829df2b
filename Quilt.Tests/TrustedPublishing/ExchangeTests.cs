using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Quilt.Tests.PersonalTokens;
using Quilt.Tests.Registry;

namespace Quilt.Tests.TrustedPublishing;

/// <summary>A registry and an issuer that ann trusts for her package <c>data</c>.</summary>
public sealed class ExchangeScene : TokenScene, IAsyncLifetime
{
    internal OidcIssuer Issuer { get; private set; } = null!;

    internal ProofRecipe Proof => new(Issuer) { Now = Stack.Auth.Time.GetUtcNow() };

    public new async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Issuer = await OidcIssuer.StartAsync();
        await TrustAsync("data");
    }

    public new async Task DisposeAsync()
    {
        await Issuer.DisposeAsync();
        await base.DisposeAsync();
    }

    internal async Task<string> TrustAsync(string package, string? issuer = null) =>
        (await SendAsync(Ann, HttpMethod.Post, $"/api/publishers/ann/{package}/", $$$"""
            {"issuer":"{{{issuer ?? Issuer.Url}}}","audience":"quilt.example","claims":{"repository":"octo/data","ref":"refs/heads/main"}}
            """).JsonAsync()).GetProperty("id").GetString()!;

    internal Task<HttpResponseMessage> ExchangeAsync(string proof, string package = "ann/data") =>
        SendAsync(null, HttpMethod.Post, "/api/token/exchange", JsonSerializer.Serialize(new { package, token = proof }));
}

public sealed class ExchangeTests(ExchangeScene scene) : IClassFixture<ExchangeScene>
{
    private const string Untrusted = "Nothing here trusts this token to push to ";

    [Fact]
    public async Task A_workload_pushes_to_its_package_and_to_no_other()
    {
        var granted = await scene.ExchangeAsync(scene.Proof.Bake()).JsonAsync();
        var token = granted.GetProperty("token").GetString()!;

        await scene.PushAsync(token, "ann", "data", isPublic: false);
        await scene.SendAsync(token, HttpMethod.Put, "/api/tag/ann/data/latest", $$"""{"hash":"{{scene.Content.Hash}}"}""").IsDoneAsync();

        Assert.Equal("ann/data", granted.GetProperty("package").GetString());
        Assert.InRange(granted.GetProperty("expires_at").GetDouble() - scene.Stack.Auth.Time.GetUtcNow().ToUnixTimeSeconds(), 14 * 60, (15 * 60) + 1);
        Assert.Equal(HttpStatusCode.Forbidden, await scene.StatusAsync(token, HttpMethod.Put, "/api/tag/ann/one/latest", $$"""{"hash":"{{scene.Content.Hash}}"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await scene.StatusAsync(token, HttpMethod.Get, "/api/tag/ann/data/latest"));
        Assert.Equal(HttpStatusCode.Forbidden, await scene.StatusAsync(token, HttpMethod.Get, "/api/tokens"));
        Assert.DoesNotContain("trusted publishing", (await scene.SendAsync(scene.Ann, HttpMethod.Get, "/api/tokens").JsonAsync()).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("TOKEN_EXCHANGED", await scene.Stack.Auth.EventTypesAsync("ann"));
        Assert.DoesNotContain(token[4..40], scene.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_signed_on_a_curve_is_as_good()
    {
        var proof = (scene.Proof with { Credentials = new SigningCredentials(scene.Issuer.Curve, SecurityAlgorithms.EcdsaSha256) }).Bake();

        Assert.Equal("ann/data", (await scene.ExchangeAsync(proof).JsonAsync()).GetProperty("package").GetString());
    }

    /// <summary>What is wrong with the proof, and how the answer begins.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "issuer unknown", Untrusted },
        { "issuer with a slash", Untrusted },
        { "audience", Untrusted },
        { "claim value", Untrusted },
        { "claim in another case", Untrusted },
        { "claim missing", Untrusted },
        { "claim a list", Untrusted },
        { "expired", "The token has expired." },
        { "not yet", "The token is not valid yet." },
        { "made in the future", "The token is not valid yet." },
        { "too long", "The token lives longer than a day." },
        { "none", "The token must be signed" },
        { "public key as secret", "The token must be signed" },
        { "another key", "The token's signature is wrong." },
        { "unknown key id", "The token's issuer publishes no key" },
        { "no key id", "The token must be signed" },
        { "changed payload", "The token's signature is wrong." },
        { "no signature", "The token's signature is wrong." },
        { "garbage", "The token is not a JSON web token." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_proof_is_refused_for_its(string fault, string message)
    {
        var good = scene.Proof;
        var text = fault switch
        {
            "issuer unknown" => (good with { Issuer = "https://issuer.example" }).Bake(),
            "issuer with a slash" => (good with { Issuer = scene.Issuer.Url + "/" }).Bake(),
            "audience" => (good with { Audience = "pypi" }).Bake(),
            "claim value" => (good with { Claims = new() { ["repository"] = "octo/other", ["ref"] = "refs/heads/main" } }).Bake(),
            "claim in another case" => (good with { Claims = new() { ["repository"] = "Octo/data", ["ref"] = "refs/heads/main" } }).Bake(),
            "claim missing" => (good with { Claims = new() { ["repository"] = "octo/data" } }).Bake(),
            "claim a list" => (good with { Claims = new() { ["repository"] = new[] { "octo/data" }, ["ref"] = "refs/heads/main" } }).Bake(),
            "expired" => (good with { EndsIn = TimeSpan.FromMinutes(-2), StartsIn = TimeSpan.FromMinutes(-9), MadeAgo = TimeSpan.FromMinutes(9) }).Bake(),
            "not yet" => (good with { StartsIn = TimeSpan.FromMinutes(2) }).Bake(),
            "made in the future" => (good with { MadeAgo = TimeSpan.FromMinutes(-2) }).Bake(),
            "too long" => (good with { EndsIn = TimeSpan.FromHours(25) }).Bake(),
            "none" => Rewrite(good.Bake(), header => header.Replace("RS256", "none", StringComparison.Ordinal), payload => payload, keepSignature: false),
            "public key as secret" => (good with { Credentials = Hmac(scene.Issuer.Rsa) }).Bake(),
            "another key" => (good with { Credentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "rsa" }, SecurityAlgorithms.RsaSha256) }).Bake(),
            "unknown key id" => (good with { Credentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "mine" }, SecurityAlgorithms.RsaSha256) }).Bake(),
            "no key id" => Rewrite(good.Bake(), header => header.Replace("\"kid\"", "\"kit\"", StringComparison.Ordinal), payload => payload),
            "changed payload" => Rewrite(good.Bake(), header => header, payload => payload.Replace("octo/data", "octo/evil", StringComparison.Ordinal)),
            "no signature" => Rewrite(good.Bake(), header => header, payload => payload, keepSignature: false),
            _ => "a.b.c",
        };

        Assert.StartsWith(message, await scene.ExchangeAsync(text).MessageAsync(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("an-id")]
    [InlineData(null)]
    public async Task A_proof_is_good_once(string? id)
    {
        var proof = (scene.Proof with { Id = id, Claims = new() { ["repository"] = "octo/data", ["ref"] = "refs/heads/main", ["run"] = Guid.NewGuid().ToString() } }).Bake();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.ExchangeAsync(proof)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.StartsWith("This token has been exchanged already.", await scene.ExchangeAsync(proof).MessageAsync(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_package_is_asked_for_tells_nothing()
    {
        var messages = new List<string>();
        foreach (var package in (string[])["ann/one", "ann/nothing", "nobody/nothing", "bob/bobs"])
        {
            var message = await scene.ExchangeAsync(scene.Proof.Bake(), package).MessageAsync(HttpStatusCode.Unauthorized);
            messages.Add(message.Replace(package, "O/P", StringComparison.Ordinal));
        }

        Assert.Single(messages.Distinct());
        Assert.StartsWith(Untrusted, messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publisher_that_is_removed_takes_its_tokens_along()
    {
        var id = await scene.TrustAsync("brief");
        var token = (await scene.ExchangeAsync(scene.Proof.Bake(), "ann/brief").JsonAsync()).GetProperty("token").GetString()!;
        await scene.PushAsync(token, "ann", "brief", isPublic: false);

        await scene.SendAsync(scene.Ann, HttpMethod.Delete, $"/api/publishers/ann/brief/{id}").IsDoneAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await scene.StatusAsync(token, HttpMethod.Delete, "/api/package/ann/brief/"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await scene.ExchangeAsync(scene.Proof.Bake(), "ann/brief")).StatusCode);
        Assert.Equal(["PUBLISHER_ADDED", "TOKEN_EXCHANGED", "PUBLISHER_REMOVED"], (await scene.Stack.Auth.EventsAsync("ann")).Where(entry =>
            entry.GetProperty("details").TryGetProperty("package", out var package) && package.GetString() == "brief").Select(entry => entry.GetProperty("type").GetString()).Reverse());
    }

    private static SigningCredentials Hmac(RsaSecurityKey key) =>
        new(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(key.Rsa.ExportRSAPublicKeyPem())) { KeyId = "rsa" }, SecurityAlgorithms.HmacSha256);

    private static string Rewrite(string token, Func<string, string> header, Func<string, string> payload, bool keepSignature = true)
    {
        var parts = token.Split('.');
        return $"{Base64UrlEncoder.Encode(header(Base64UrlEncoder.Decode(parts[0])))}.{Base64UrlEncoder.Encode(payload(Base64UrlEncoder.Decode(parts[1])))}.{(keepSignature ? parts[2] : "")}";
    }
}
