using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Client;
using OpenIddict.Client.WebIntegration;
using Quilt.ServiceDefaults.PublicAddresses;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>The OAuth client that speaks to GitHub and to OpenID Connect providers: code flow with PKCE, state and nonce.</summary>
internal static class ProviderClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void AddProviderClient(this IServiceCollection services, ExternalProviders providers)
    {
        services.AddOpenIddict().AddClient(client =>
        {
            client.AllowAuthorizationCodeFlow();
            client.Configure(options =>
            {
                options.CodeChallengeMethods.Clear();
                options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);

                // Cookies come along with links from elsewhere, not with forms.
                options.ResponseModes.Clear();
                options.ResponseModes.Add(ResponseModes.Query);
            });

            // States are protected with the keys that all replicas share. The client insists on keys of its own besides; nobody
            // gets to know these, and nothing is signed with them.
            client.UseDataProtection();
            client.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)))
                .AddSigningKey(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)));

            client.AddEventHandler(CallbackAddress.Descriptor)
                .AddEventHandler(AlwaysProveKey.Descriptor)
                .AddEventHandler(GitHubIssuer.Descriptor)
                .AddEventHandler(ProviderFailures.Descriptor);

            client.UseSystemNetHttp(http =>
            {
                // A person is waiting, and a code may be offered once: no call is repeated.
                http.Configure(options => options.HttpResiliencePipeline = null);
                http.ConfigureHttpClient(connection => connection.Timeout = Patience);
            });
            client.UseAspNetCore(host => host
                .DisableTransportSecurityRequirement()
                .DisableAutomaticAuthenticationSchemeForwarding()
                .EnableRedirectionEndpointPassthrough()
                .Configure(options =>
                {
                    options.CookieBuilder.Name = "quilt-auth-state";
                    options.CookieBuilder.SameSite = SameSiteMode.Lax;
                    options.CookieBuilder.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                }));
            client.UseWebProviders(web => AddGitHub(web, client, providers.GitHub));
            foreach (var settings in providers.OpenIdConnect)
            {
                client.AddRegistration(Describe(settings));
            }
        });

        services.AddOptions<OpenIddictClientOptions>().Configure<PublicUrls>((options, publicUrls) =>
        {
            foreach (var registration in options.Registrations)
            {
                registration.RedirectUri = new Uri(publicUrls.Lasting(QuiltService.Auth) + providers.Find(registration.ProviderName)!.CallbackPath);
            }
        }).ValidateOnStart();
    }

    private static void AddGitHub(OpenIddictClientWebIntegrationBuilder web, OpenIddictClientBuilder client, GitHubSettings? settings)
    {
        if (settings is null)
        {
            return;
        }

        web.AddGitHub(github =>
        {
            github.SetProviderName(settings.Provider.Name)
                .SetRegistrationId(settings.Provider.Name)
                .SetClientId(settings.ClientId)
                .SetClientSecret(settings.ClientSecret)
                .AddScopes("user:email");
            if (settings.Organizations.Count > 0)
            {
                github.AddScopes("read:org");
            }
        });

        if (!settings.IsPublic)
        {
            client.Configure(options =>
            {
                var registration = options.Registrations.Single(known => known.ProviderType == OpenIddictClientWebIntegrationConstants.ProviderTypes.GitHub);
                registration.Issuer = new Uri(settings.BaseUrl, "login/oauth");
                registration.Configuration = DescribeEnterprise(settings);
            });
        }
    }

    /// <summary>What OpenIddict knows of github.com, for a GitHub elsewhere.</summary>
    private static OpenIddict.Abstractions.OpenIddictConfiguration DescribeEnterprise(GitHubSettings settings) => new()
    {
        AuthorizationEndpoint = new Uri(settings.BaseUrl, "login/oauth/authorize"),
        TokenEndpoint = new Uri(settings.BaseUrl, "login/oauth/access_token"),
        UserInfoEndpoint = new Uri(settings.ApiUrl, "user"),
        AuthorizationResponseIssParameterSupported = true,
        CodeChallengeMethodsSupported = { CodeChallengeMethods.Sha256 },
        GrantTypesSupported = { GrantTypes.AuthorizationCode },
        ResponseModesSupported = { ResponseModes.Query },
        ResponseTypesSupported = { ResponseTypes.Code },
        TokenEndpointAuthMethodsSupported = { ClientAuthenticationMethods.ClientSecretPost },
    };

    private static OpenIddictClientRegistration Describe(OpenIdConnectSettings settings)
    {
        var registration = new OpenIddictClientRegistration
        {
            ProviderName = settings.Provider.Name,
            RegistrationId = settings.Provider.Name,
            ProviderDisplayName = settings.Provider.DisplayName,
            Issuer = settings.Authority,
            ClientId = settings.ClientId,
            ClientSecret = settings.ClientSecret,
        };
        registration.Scopes.UnionWith(settings.Scopes.Where(scope => scope != Scopes.OpenId));
        return registration;
    }
}
