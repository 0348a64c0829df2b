using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Sign-in with Entra ID by Microsoft.Identity.Web, which knows how its issuers and tenants are named.</summary>
internal static class EntraSetup
{
    public const string Scheme = "quilt-entra";

    public static void AddEntra(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(EntraSettings.Section);
        services.AddAuthentication().AddMicrosoftIdentityWebApp(
            identity =>
            {
                identity.Instance = EntraSettings.DefaultInstance;
                section.Bind(identity);
            },
            configureCookieAuthenticationOptions: null,
            Scheme,
            cookieScheme: null);
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<PublicUrls>((options, publicUrls) =>
        {
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.UsePkce = true;
            options.TokenHandler = new JsonWebTokenHandler { MapInboundClaims = false };
            options.SaveTokens = false;
            options.TokenValidationParameters.ValidateAudience = true;
            options.BackchannelTimeout = TimeSpan.FromSeconds(10);

            // Cookies come along with links from elsewhere, not with forms.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            foreach (var (cookie, name) in new[] { (options.CorrelationCookie, "quilt-auth-entra."), (options.NonceCookie, "quilt-auth-entra-nonce.") })
            {
                cookie.Name = name;
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            }

            var before = options.Events.OnRedirectToIdentityProvider;
            options.Events.OnRedirectToIdentityProvider = context =>
            {
                context.ProtocolMessage.RedirectUri = publicUrls.Lasting(QuiltService.Auth) + context.Options.CallbackPath;
                return before(context);
            };
            options.Events.OnTicketReceived = EntraCallback.ReceiveAsync;
            options.Events.OnAccessDenied = EntraCallback.DenyAsync;
            options.Events.OnRemoteFailure = EntraCallback.FailAsync;
        }).ValidateOnStart();
    }
}
