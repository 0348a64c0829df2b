using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Catalog.SignIn;

/// <summary>
/// The catalog is an OpenID Connect client of Quilt.Auth. What it gets there stays in an encrypted cookie that no script
/// can read; <see cref="BearerHandler"/> takes the access token from it for calls to the registry.
/// </summary>
internal static class SignInExtensions
{
    /// <summary>The HTTP client for calls to Quilt.Auth that no browser sees.</summary>
    public const string BackChannel = "auth";

    /// <summary>The catalog's name at Quilt.Auth.</summary>
    public const string ClientId = "catalog";

    public const string SecretKey = "Quilt:ServiceClients:catalog:Secret";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var secret = builder.Configuration[SecretKey];
        if (string.IsNullOrEmpty(secret))
        {
            throw new InvalidOperationException($"{SecretKey} is not set. Give the catalog and Quilt.Auth the same long random secret.");
        }

        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<SessionRenewal>();
        builder.Services.AddTransient<BearerHandler>();
        builder.Services.AddTransient<InvitationPickUp>();
        builder.Services.AddExceptionHandler<SessionEnded>();
        builder.Services.AddHttpClient(BackChannel, http =>
        {
            http.BaseAddress = new Uri("https+http://auth");
            http.Timeout = TimeSpan.FromSeconds(10);
        });

        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(ConfigureCookie)
            .AddOpenIdConnect(options => ConfigureProtocol(options, secret));
        builder.Services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure<IHttpClientFactory, PublicUrls>((options, clients, urls) =>
            {
                options.Backchannel = clients.CreateClient(BackChannel);
                options.Authority = urls.Lasting(QuiltService.Auth);
            });
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        // Cookies are shared by all ports of a host, and the other services live beside this one.
        options.Cookie.Name = "quilt-catalog";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = TimeSpan.FromDays(30);
        options.SlidingExpiration = true;
        options.LoginPath = "/signin";
        options.ReturnUrlParameter = "next";
        options.Events.OnRedirectToLogin = context =>
        {
            // Who looks at a page signs in and sees it; who sent a form must know that it did nothing.
            context.Response.Redirect(HttpMethods.IsPost(context.Request.Method)
                ? SessionEndedPage.AddressOf(context.Request.PathBase + context.Request.Path, SessionEndedPage.Undone)
                : context.RedirectUri);
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = context =>
            context.HttpContext.RequestServices.GetRequiredService<SessionRenewal>().RunAsync(context);
    }

    private static void ConfigureProtocol(OpenIdConnectOptions options, string secret)
    {
        options.ClientId = ClientId;
        options.ClientSecret = secret;
        options.MetadataAddress = "https+http://auth/.well-known/openid-configuration";
        // Services reach each other as their network allows; the public addresses decide about https for browsers.
        options.RequireHttpsMetadata = false;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.UsePkce = true;
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "preferred_username";
        options.TokenValidationParameters.RoleClaimType = "role";
        options.Scope.Clear();
        foreach (var scope in new[] { "openid", "profile", "email", "roles", "offline_access" })
        {
            options.Scope.Add(scope);
        }

        // The answer comes by a link from another site; over plain http a browser drops cookies marked SameSite=None.
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

        options.Events.OnRedirectToIdentityProvider = context =>
        {
            var urls = context.HttpContext.RequestServices.GetRequiredService<PublicUrls>();
            context.ProtocolMessage.IssuerAddress = urls.For(context.Request, QuiltService.Auth) + "/connect/authorize";
            // The host may be the visitor's invention: the sign-in service knows the addresses it may send people back to.
            context.ProtocolMessage.RedirectUri = urls.For(context.Request, QuiltService.Catalog) + context.Options.CallbackPath;
            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = context => context.HttpContext.RequestServices.GetRequiredService<InvitationPickUp>().RunAsync(context);
        options.Events.OnRemoteFailure = context =>
        {
            context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SignInExtensions))
                .LogWarning("A sign-in did not complete: {Reason}", context.Failure?.Message);
            context.Response.Redirect("/signin/failed?next=" + Uri.EscapeDataString(LocalPath.OrHome(context.Properties?.RedirectUri)));
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }
}
