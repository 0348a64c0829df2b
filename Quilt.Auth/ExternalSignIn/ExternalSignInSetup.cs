using Quilt.Auth.Accounts;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Sign-in through others: what is there depends on the providers that the configuration names.</summary>
internal static class ExternalSignInSetup
{
    public static void AddExternalSignIn(this WebApplicationBuilder builder)
    {
        var providers = ExternalProviders.Read(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(providers);
        services.AddSingleton<LocalAccounts>();
        services.AddHostedService<ProviderAnnouncement>();
        services.AddSingleton<ExternalStates>();
        services.AddSingleton<EntraReach>();
        services.AddScoped<Departure>();
        services.AddScoped<Arrival>();
        services.AddScoped<ExternalAccounts>();
        services.AddScoped<ExternalRegistration>();
        services.AddScoped<LinkedSignIns>();
        services.AddScoped<PendingIdentity>();
        services.AddSingleton<ProviderAdmins>();
        services.AddHttpClient<GitHubPeople>(http => http.Timeout = TimeSpan.FromSeconds(10));
        services.AddAuthentication(BrowserSessions.Scheme).AddCookie(PendingIdentity.Scheme, cookie =>
        {
            cookie.Cookie.Name = PendingIdentity.CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.SlidingExpiration = false;
        });

        if (providers.GitHub is not null || providers.OpenIdConnect.Count > 0)
        {
            services.AddProviderClient(providers);
        }

        if (providers.Entra is not null)
        {
            builder.Logging.AddFilter("Microsoft.Identity", LogLevel.Warning);
            services.AddEntra(builder.Configuration);
        }
    }
}
