using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using Quilt.Auth.Codes;
using Quilt.Auth.Database;
using Quilt.Auth.Devices;
using Quilt.Auth.Keys;
using Quilt.Auth.Tokens;
using Quilt.ServiceDefaults.PublicAddresses;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.OpenId;

/// <summary>The OAuth 2.1 and OpenID Connect server: which endpoints, flows and lifetimes it has.</summary>
internal static class OpenIdSetup
{
    public const string AuthorizePath = "/connect/authorize";
    public const string EndSessionPath = "/connect/endsession";
    public const string TokenPath = "/connect/token";

    /// <summary>Where clients of the first registry get their tokens (registry-protocol §6).</summary>
    public const string LegacyTokenPath = "/api/token";

    public static void AddOpenIdServer(this IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddHostedService<KeyRotation>();
        services.AddSingleton<KeyOptions>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyOptions>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyOptions>());
        services.AddSingleton<KnownClients>();

        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<AuthDbContext>().ReplaceDefaultEntities<Guid>();
                core.ReplaceTokenManager<OpenIddictEntityFrameworkCoreToken<Guid>, RevokingTokenManager>();
            })
            .AddServer(Configure);

        services.AddOptions<OpenIddictServerOptions>().Configure<PublicUrls>((options, publicUrls) =>
            options.Issuer = new Uri(publicUrls.Lasting(QuiltService.Auth) + "/"));
    }

    /// <summary>Nothing that the OAuth endpoints answer may be kept by anybody. OpenIddict says so of some only.</summary>
    public static void UseNoStore(this IApplicationBuilder app) =>
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/connect"))
            {
                context.Response.Headers.CacheControl = "no-store";
            }

            return next(context);
        });

    private static void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris(AuthorizePath)
            .SetTokenEndpointUris(TokenPath, LegacyTokenPath)
            .SetUserInfoEndpointUris("/connect/userinfo")
            .SetEndSessionEndpointUris(EndSessionPath)
            .SetDeviceAuthorizationEndpointUris("/connect/device")
            .SetEndUserVerificationEndpointUris(DeviceEndpoints.PagePath, DeviceEndpoints.DecisionPath)
            .SetIntrospectionEndpointUris("/connect/introspect")
            .SetRevocationEndpointUris("/connect/revoke");

        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
            .AllowRefreshTokenFlow()
            .AllowClientCredentialsFlow()
            .AllowDeviceAuthorizationFlow()
            .AllowCustomFlow(OneTimeCodeGrant.GrantType);
        server.Configure(options =>
        {
            options.CodeChallengeMethods.Clear();
            options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);

            // Whoever wants another account signs out first; there is no page to choose among several.
            options.PromptValues.Remove(PromptValues.SelectAccount);

            // The form_post answer needs an inline script, which the pages' security policy forbids.
            options.ResponseModes.Remove(ResponseModes.FormPost);
            options.ResponseModes.Remove(ResponseModes.Fragment);
        });

        server.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.Roles, Scopes.OfflineAccess, RegistryScopes.Read, RegistryScopes.Write, RegistryScopes.Admin, QuiltClaims.InternalScope)
            .RegisterClaims(Claims.PreferredUsername, Claims.Name, Claims.Email, Claims.Role);

        server.DisableAccessTokenEncryption()
            .SetAuthorizationCodeLifetime(TokenLifetimes.Code)
            .SetAccessTokenLifetime(TokenLifetimes.Access)
            .SetRefreshTokenLifetime(TokenLifetimes.Refresh)
            .SetRefreshTokenReuseLeeway(TokenLifetimes.ReuseLeeway)
            .SetDeviceCodeLifetime(DeviceCodes.Lifetime)
            .SetUserCodeLifetime(DeviceCodes.Lifetime)
            .SetUserCodeLength(DeviceCodes.Length)
            .SetUserCodeCharset([.. DeviceCodes.Letters.Select(letter => letter.ToString())])
            .SetUserCodeDisplayFormat("{0}{1}{2}{3}-{4}{5}{6}{7}");

        server.AddEventHandler(LegacyTokenRequest.Descriptor)
            .AddEventHandler(LegacyTokenResponse.Descriptor)
            .AddEventHandler(OneTimeCodeGrant.Descriptor)
            .AddEventHandler(PresentAccount.Descriptor)
            .AddEventHandler(ServiceGrant.Descriptor)
            .AddEventHandler(TokenEvents.Descriptor)
            .AddEventHandler(TokenReach.Descriptor)
            .AddEventHandler(SignInEnd.Descriptor)
            .AddEventHandler(DeviceLimits.Descriptor)
            .AddEventHandler(DeviceRequest.Descriptor)
            .AddEventHandler(DeviceAnswer.Descriptor)
            .AddEventHandler(DevicePolling.Descriptor)
            .AddEventHandler(UsedUserCode.Descriptor)
            .AddEventHandler(ChallengeForm.Descriptor)
            .AddEventHandler(PlainErrors.ErrorDescriptor)
            .AddEventHandler(PlainErrors.ChallengeDescriptor)
            .AddEventHandler(DiscoveryAddresses.Descriptor);

        // Transport security ends at the proxies in front of this service.
        server.UseAspNetCore()
            .DisableTransportSecurityRequirement()
            .EnableAuthorizationEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .EnableEndUserVerificationEndpointPassthrough()
            .EnableStatusCodePagesIntegration();
    }
}
