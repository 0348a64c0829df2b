using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Quilt.Tests.Standalone;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Quilt.Tests.Auth.External;

/// <summary>An OpenID Connect provider, made with OpenIddict's server.</summary>
internal sealed class OpenIdStandIn : IAsyncDisposable
{
    public const string ClientId = "quilt-client";
    public const string ClientSecret = "oidc-secret-77aa";

    // Made once: making keys of the other kind takes seconds on a busy machine, and a person would not wait so long.
    private static readonly SymmetricSecurityKey EncryptionKey = new(RandomNumberGenerator.GetBytes(32));
    private static readonly ECDsaSecurityKey SigningKey = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "stand-in" };

    private readonly string _redirectUri;
    private readonly ConcurrentDictionary<string, bool> _usedCodes = new();
    private WebApplication _app = null!;

    private OpenIdStandIn(string authority, string redirectUri) => (Authority, _redirectUri) = (authority, redirectUri);

    public string Authority { get; }

    /// <summary>What is claimed of each person, by subject.</summary>
    public ConcurrentDictionary<string, (string Type, object Value)[]> People { get; } = new();

    /// <summary>What it shows when asked by https; nobody has signed it.</summary>
    public X509Certificate2? Certificate { get; private init; }

    /// <param name="redirectPath">Where the one client may have people sent back to.</param>
    /// <param name="tenant">The path of the issuer, if it has one.</param>
    /// <param name="certificate">For https.</param>
    public static async Task<OpenIdStandIn> StartAsync(string redirectPath, string tenant = "", X509Certificate2? certificate = null)
    {
        var port = FreePorts.Next();
        var root = $"{(certificate is null ? "http" : "https")}://127.0.0.1:{port}";
        var path = tenant.Length == 0 ? "" : tenant + "/";
        var standIn = new OpenIdStandIn($"{root}/{path}".TrimEnd('/'), "http://auth.test" + redirectPath) { Certificate = certificate };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        builder.Services.AddAuthentication();
        builder.Services.AddOpenIddict().AddServer(server => standIn.Configure(server, path));
        standIn._app = builder.Build();
        standIn._app.UseAuthentication();
        standIn._app.MapGet($"/{path}authorize", (Delegate)standIn.Authorize);
        standIn._app.MapGet($"/{path}userinfo", (Delegate)standIn.UserInfoAsync);
        await standIn._app.StartAsync();
        return standIn;
    }

    public (string Key, string? Value)[] Settings(string name) =>
    [
        ($"Quilt:OpenIdConnect:{name}:Authority", Authority),
        ($"Quilt:OpenIdConnect:{name}:ClientId", ClientId),
        ($"Quilt:OpenIdConnect:{name}:ClientSecret", ClientSecret),
    ];

    public void Add(string subject, params (string Type, object Value)[] claims) => People[subject] = claims;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Configure(OpenIddictServerBuilder server, string path)
    {
        server.EnableDegradedMode()
            .SetIssuer(Authority)
            .SetAuthorizationEndpointUris(path + "authorize")
            .SetTokenEndpointUris(path + "token")
            .SetUserInfoEndpointUris(path + "userinfo")
            .SetConfigurationEndpointUris(path + ".well-known/openid-configuration")
            .SetJsonWebKeySetEndpointUris(path + "keys")
            .AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
            .RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email)
            .AddEncryptionKey(EncryptionKey).AddSigningKey(SigningKey)
            .DisableAccessTokenEncryption();
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableUserInfoEndpointPassthrough().DisableTransportSecurityRequirement();
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.RedirectUri != _redirectUri || context.Request.Nonce is null || context.Request.CodeChallengeMethod != CodeChallengeMethods.Sha256)
            {
                context.Reject(Errors.InvalidRequest, "Not as this provider wants it.");
            }

            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
            {
                context.Reject(Errors.InvalidClient, "Not this provider's client.");
            }
            else if (!_usedCodes.TryAdd(context.Request.Code!, true))
            {
                context.Reject(Errors.InvalidGrant, "The code was used before.");
            }

            return default;
        }));
    }

    /// <summary>The page where people sign in. Tests that read no page say by <c>as</c> or <c>deny</c> what is pressed.</summary>
    private IResult Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.ContainsKey("deny"))
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = query["deny"] }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        if (!People.TryGetValue(query["as"].ToString(), out var claims))
        {
            var links = People.Keys.Select(subject => $"<p><a href=\"{context.Request.Path}{context.Request.QueryString}&as={subject}\">Continue as {subject}</a></p>");
            return Results.Content("<!DOCTYPE html><title>Provider</title><h1>Sign in</h1>" + string.Concat(links), "text/html");
        }

        var identity = new ClaimsIdentity("stand-in");
        identity.SetClaim(Claims.Subject, query["as"].ToString());
        foreach (var (type, value) in claims)
        {
            _ = value switch
            {
                bool flag => identity.SetClaim(type, flag),
                string[] values => identity.SetClaims(type, [.. values]),
                _ => identity.SetClaim(type, (string)value),
            };
        }

        identity.SetScopes(context.GetOpenIddictServerRequest()!.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private async Task<IResult> UserInfoAsync(HttpContext context)
    {
        var token = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var subject = token.Principal!.GetClaim(Claims.Subject)!;
        var claims = People[subject].ToDictionary(claim => claim.Type, claim => claim.Value);
        claims[Claims.Subject] = subject;
        return Results.Text(JsonSerializer.Serialize(claims), "application/json");
    }
}
