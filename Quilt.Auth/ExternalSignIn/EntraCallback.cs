using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Quilt.Auth.Accounts;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>What happens when Entra sends somebody back.</summary>
internal static partial class EntraCallback
{
    public static async Task ReceiveAsync(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        var errand = ErrandOf(context.Properties);
        var settings = http.RequestServices.GetRequiredService<ExternalProviders>().Entra!;
        var proof = Read(settings, context.Principal!);
        http.Response.Redirect(proof.Identity is { } identity
            ? await http.RequestServices.GetRequiredService<Arrival>().ReceiveAsync(http, identity, errand)
            : proof.Refusal!.Value.Address(settings.Provider, errand.ReturnUrl));
        context.HandleResponse();
    }

    public static Task DenyAsync(AccessDeniedContext context)
    {
        Refuse(context.HttpContext, Refusal.Cancelled, context.Properties);
        context.HandleResponse();
        return Task.CompletedTask;
    }

    public static Task FailAsync(RemoteFailureContext context)
    {
        var refusal = context.Failure switch
        {
            OpenIdConnectProtocolException or SecurityTokenException => Refusal.ProviderError,
            { } failure when IsUnreachable(failure) => Refusal.Unreachable,

            // The state or its cookie: the handler has nothing but a text for it.
            AuthenticationFailureException { InnerException: null } => Refusal.Stale,
            _ => Refusal.ProviderError,
        };
        if (refusal != Refusal.Stale)
        {
            Failed(context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EntraCallback)), context.Failure);
        }

        Refuse(context.HttpContext, refusal, context.Properties);
        context.HandleResponse();
        return Task.CompletedTask;
    }

    internal static Proof Read(EntraSettings settings, ClaimsPrincipal person)
    {
        // The library holds the issuer against the configured tenant; the tenant that is claimed must be the issuer's.
        if (person.FindFirst("tid") is not { Value: { Length: > 0 } tenant } claim
            || !claim.Issuer.Contains($"/{tenant}/", StringComparison.OrdinalIgnoreCase)
            || person.FindFirstValue("oid") is not { Length: > 0 } id)
        {
            return Refusal.ProviderError;
        }

        if (settings.Tenants.Count > 0 && !settings.Tenants.Contains(tenant.ToLowerInvariant()))
        {
            return Refusal.NotAdmitted;
        }

        var name = person.FindFirstValue("preferred_username");
        var isAdmin = person.HasClaim("roles", settings.AdminRole);
        return new ExternalIdentity(settings.Provider, $"{tenant}/{id}", name ?? id, WantedName.Of(name), VerifiedEmail(person), isAdmin);
    }

    /// <summary>
    /// The admin of any tenant can write any address into it. Entra says by the optional claim <c>xms_edov</c> that the
    /// tenant owns the domain.
    /// </summary>
    private static string? VerifiedEmail(ClaimsPrincipal person) =>
        person.FindFirstValue("xms_edov") is "1" or "true" or "True" && person.FindFirstValue("email") is { } email && AccountRules.CheckEmail(email) is null ? email : null;

    private static bool IsUnreachable(Exception failure)
    {
        for (var cause = (Exception?)failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or TaskCanceledException or IOException)
            {
                return true;
            }
        }

        return false;
    }

    private static void Refuse(HttpContext http, Refusal refusal, AuthenticationProperties? properties)
    {
        var provider = http.RequestServices.GetRequiredService<ExternalProviders>().Entra!.Provider;
        http.Response.Redirect(refusal.Address(provider, ErrandOf(properties).ReturnUrl));
    }

    private static Errand ErrandOf(AuthenticationProperties? properties) => Errand.Of((properties?.Items ?? new Dictionary<string, string?>()).AsReadOnly());

    [LoggerMessage(1, LogLevel.Warning, "Signing in with Entra ID failed")]
    private static partial void Failed(ILogger logger, Exception? failure);
}
