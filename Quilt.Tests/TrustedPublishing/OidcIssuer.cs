using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Quilt.Tests.TrustedPublishing;

/// <summary>An OpenID Connect issuer on loopback with real keys, as GitHub's is for its workflows.</summary>
internal sealed class OidcIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OidcIssuer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public RsaSecurityKey Rsa { get; } = new(RSA.Create(2048)) { KeyId = "rsa" };

    public ECDsaSecurityKey Curve { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "curve" };

    public ImmutableList<SecurityKey> Published { get; set; } = [];

    /// <summary>What the discovery document says the issuer is.</summary>
    public string? NamedIssuer { get; set; }

    /// <summary>Where the discovery document says the keys are.</summary>
    public string? KeysAddress { get; set; }

    public int Fetches;

    public static async Task<OidcIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new OidcIssuer(app);
        issuer.Published = [issuer.Rsa, issuer.Curve];
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = issuer.NamedIssuer ?? issuer.Url, jwks_uri = issuer.KeysAddress ?? issuer.Url + "/keys" }));
        app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref issuer.Fetches);
            return Results.Json(new { keys = issuer.Published.Select(PublicJwk) });
        });
        app.MapGet("/moved", () => Results.Redirect("/keys"));
        await app.StartAsync();
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static Dictionary<string, string> PublicJwk(SecurityKey key)
    {
        switch (key)
        {
            case RsaSecurityKey rsa:
                var numbers = rsa.Rsa.ExportParameters(false);
                return new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.KeyId, ["n"] = Base64UrlEncoder.Encode(numbers.Modulus), ["e"] = Base64UrlEncoder.Encode(numbers.Exponent) };
            case ECDsaSecurityKey curve:
                var point = curve.ECDsa.ExportParameters(false).Q;
                return new() { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = key.KeyId, ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y) };
            default:
                return new() { ["kty"] = "oct", ["kid"] = key.KeyId, ["k"] = Base64UrlEncoder.Encode(((SymmetricSecurityKey)key).Key) };
        }
    }
}

/// <summary>A workload's token as the issuer makes it, but for what a test changes.</summary>
internal sealed record ProofRecipe(OidcIssuer From)
{
    public string? Issuer { get; init; }

    public string Audience { get; init; } = "quilt.example";

    public Dictionary<string, object> Claims { get; init; } = new() { ["repository"] = "octo/data", ["ref"] = "refs/heads/main" };

    public string? Id { get; init; } = Guid.NewGuid().ToString();

    public TimeSpan MadeAgo { get; init; }

    public TimeSpan StartsIn { get; init; }

    public TimeSpan EndsIn { get; init; } = TimeSpan.FromMinutes(5);

    public SigningCredentials? Credentials { get; init; }

    public DateTimeOffset Now { get; init; } = DateTimeOffset.UtcNow;

    public string Bake()
    {
        var claims = new Dictionary<string, object>(Claims) { ["sub"] = "repo:octo/data:ref:refs/heads/main" };
        if (Id is not null)
        {
            claims["jti"] = Id;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer ?? From.Url,
            Audience = Audience,
            IssuedAt = (Now - MadeAgo).UtcDateTime,
            NotBefore = (Now + StartsIn).UtcDateTime,
            Expires = (Now + EndsIn).UtcDateTime,
            Claims = claims,
            SigningCredentials = Credentials ?? new SigningCredentials(From.Rsa, SecurityAlgorithms.RsaSha256),
        });
    }
}
