using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Quilt.Auth.Accounts;
using Quilt.Auth.Applications;
using Quilt.Auth.Bodies;
using Quilt.Auth.Codes;
using Quilt.Auth.Consents;
using Quilt.Auth.Database;
using Quilt.Auth.Devices;
using Quilt.Auth.Emails;
using Quilt.Auth.Events;
using Quilt.Auth.ExternalSignIn;
using Quilt.Auth.Handovers;
using Quilt.Auth.Letters;
using Quilt.Auth.Limits;
using Quilt.Auth.Links;
using Quilt.Auth.Members;
using Quilt.Auth.OpenId;
using Quilt.Auth.Pages;
using Quilt.Auth.Passkeys;
using Quilt.Auth.Passwords;
using Quilt.Auth.PersonalTokens;
using Quilt.Auth.Revocations;
using Quilt.Auth.Sessions;
using Quilt.Auth.Tokens;
using Quilt.Auth.TrustedPublishing;
using Quilt.Auth.TwoFactor;
using Quilt.ServiceDefaults;
using Quilt.ServiceDefaults.Database;
using Quilt.ServiceDefaults.Errors;
using Quilt.ServiceDefaults.Look;
using Quilt.ServiceDefaults.Mail;
using Quilt.ServiceDefaults.Requests;

namespace Quilt.Auth;

/// <summary>The one entry to this service, for its own <c>Program.cs</c> and for Standalone.</summary>
public static class AuthApplication
{
    /// <summary>Builds the service, ready to run.</summary>
    /// <param name="args">Command-line configuration.</param>
    /// <param name="configure">Adds settings before any are read; Standalone and tests use it.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceDefaultsExtensions.CreateServiceBuilder("Quilt.Auth", args, configure);
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);

        // Entity Framework calls a database that does not exist yet a failure, and then creates it. Real ones throw as well.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.None);
        builder.AddQuiltDatabase<AuthDbContext>("auth-db");
        builder.AddMail();
        builder.Services.AddSingleton(EventOptions.Read(builder.Configuration));
        builder.Services.AddSingleton(SignUpDefaults.Read(builder.Configuration));
        builder.Services.AddBreachedPasswords(builder.Configuration);
        builder.AddPersonalTokens();
        builder.AddTrustedPublishing();
        AddFeatures(builder.Services);
        builder.AddExternalSignIn();

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseJsonErrors(IsForPrograms);
        // The registry asks about e-mail addresses, which may hold a slash.
        app.UseTextualTargets(allowEncodedSlashes: true);
        app.UseReadableForms();
        app.UseWhen(context => !IsForPrograms(context), pages =>
        {
            pages.UsePageHeaders();
            pages.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/problem/500", CreateScopeForErrors = true });
            pages.UseStatusCodePagesWithReExecute("/problem/{0}", createScopeForStatusCodePages: true);
            pages.UseProblemPages();
        });
        app.UseNoStore();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAntiforgery();
        app.UseStaleFormPage();

        app.MapDefaultEndpoints();
        app.MapLook();
        app.MapAuthorize();
        app.MapEndSession();
        app.MapDevices();
        app.MapActivation();
        app.MapProviderCallbacks(app.Services.GetRequiredService<ExternalProviders>());
        var api = app.MapGroup("/api");
        api.MapAccounts();
        api.MapPasswords();
        api.MapMembers(app.Configuration);
        api.MapPersonalTokens();
        api.MapTrustedPublishing();
        var internals = app.MapGroup("/internal").RequireInternal();
        internals.MapRevocations();
        internals.MapKnownUsers();
        internals.MapKnownTokens();
        internals.MapEvents();
        internals.MapSignUpRules();
        internals.MapHandovers();
        app.MapRazorComponents<App>();
        return app;
    }

    /// <summary>
    /// Whether the password that everybody knows opens an account of the auth database, or will after the next start
    /// because there is no account yet. Works before the service has ever run.
    /// </summary>
    /// <param name="connectionString">The database <c>auth-db</c>; it need not exist.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<bool> DefaultPasswordStandsAsync(string connectionString, CancellationToken cancellationToken = default) =>
        DefaultPassword.StandsAsync(connectionString, cancellationToken);

    private static void AddFeatures(IServiceCollection services)
    {
        services.AddSingleton<FirstAdmin>();
        services.AddHostedService<AuthDatabaseStart>();
        services.AddHostedService<Pruning>();
        services.AddDataProtection().SetApplicationName("Quilt.Auth").PersistKeysToDbContext<AuthDbContext>();

        // Before Identity's own, which lives no longer than a request.
        services.TryAddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddScoped<IUserValidator<Account>, AccountValidator>();
        services.AddIdentityCore<Account>(identity =>
        {
            identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_";
            identity.User.RequireUniqueEmail = true;
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

            // No limit: names of providers and their subjects are keys, too, and what others choose is not cut off.
            identity.Stores.MaxLengthForKeys = -1;
        }).AddEntityFrameworkStores<AuthDbContext>();
        services.AddScoped<AccountRegistration>();
        services.AddScoped<SelfRegistration>();
        services.AddSingleton<SignUpPolicy>();
        services.AddScoped<AccountActivation>();
        services.AddSingleton<AccountChanges>();
        services.AddScoped<AccountDeletion>();
        services.AddScoped<MemberCreation>();
        services.AddScoped<MemberSearch>();
        services.AddScoped<MemberActs>();
        services.AddSingleton<HandoverDesk>();
        services.AddScoped<MemberHandovers>();
        services.AddScoped<EmailChange>();

        services.AddHttpContextAccessor();
        services.AddSingleton<SecurityEvents>();
        services.AddSingleton<AttemptCounts>();
        services.AddSingleton<MailedLinks>();
        services.AddSingleton<AccountLetters>();
        services.AddScoped<AdminNotices>();

        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<PasswordGate>();
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<PasswordRules>();
        services.AddSingleton<PasswordProof>();
        services.AddScoped<RecentProof>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<PasswordChange>();
        services.AddScoped<PasswordReset>();
        services.AddSingleton<PasswordResetRequests>();
        services.AddHostedService(provider => provider.GetRequiredService<PasswordResetRequests>());

        services.AddSingleton<AuthenticatorKeys>();
        services.AddSingleton<RecoveryCodes>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<TwoFactorSettings>();
        services.AddScoped<PendingSignIn>();

        services.AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyOptions>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddSingleton<PasskeyChallenges>();
        services.AddScoped<AccountPasskeys>();
        services.AddScoped<PasskeySignIn>();

        services.AddOpenIdServer();
        services.AddScoped<SignInAuthorizations>();
        services.AddScoped<DeviceCodes>();
        services.AddScoped<ConsentGate>();
        services.AddSingleton<RememberedConsents>();
        services.AddSingleton<AccessGrants>();
        services.AddScoped<RegisteredApplications>();
        services.AddSingleton<OneTimeCodes>();
        services.AddSingleton<BearerTokens>();
        services.AddScoped<TokenIssuer>();

        services.AddSingleton<Subscribers>();
        services.AddSingleton<RevocationFeed>();
        services.AddSingleton<Revocations.Revocations>();
        services.AddHostedService<RevocationListener>();

        services.AddAuthentication(BrowserSessions.Scheme).AddCookie(BrowserSessions.Scheme, cookie =>
        {
            // Browsers share cookies between the ports of a host, so each service names its own.
            cookie.Cookie.Name = "quilt-auth";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.SlidingExpiration = false;
        }).AddCookie(PendingSignIn.Scheme, cookie =>
        {
            cookie.Cookie.Name = "quilt-auth-second";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = PendingSignIn.Lifetime;
            cookie.SlidingExpiration = false;
        });
        services.AddScoped<BrowserSessions>();
        services.AddScoped<OpenSessions>();
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "quilt-auth-forms");
        services.AddRazorComponents();
    }

    /// <summary>Programs get JSON errors, people get pages; the two OAuth addresses that browsers are sent to are pages.</summary>
    private static bool IsForPrograms(HttpContext context)
    {
        var path = context.Request.Path;
        return path.StartsWithSegments("/api")
            || path.StartsWithSegments("/internal")
            || path.StartsWithSegments("/.well-known")
            || path.StartsWithSegments("/health")
            || path.StartsWithSegments("/alive")
            || (path.StartsWithSegments("/connect") && !path.StartsWithSegments(OpenIdSetup.AuthorizePath) && !path.StartsWithSegments(OpenIdSetup.EndSessionPath));
    }
}
