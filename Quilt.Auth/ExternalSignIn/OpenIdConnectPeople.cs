using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Quilt.Auth.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Reads who came from an OpenID Connect provider.</summary>
internal static class OpenIdConnectPeople
{
    public static Proof Read(OpenIdConnectSettings settings, AuthenticateResult ticket)
    {
        var person = ticket.Principal!;
        if (The(person, Claims.Subject) is not { Length: > 0 } subject)
        {
            return Refusal.ProviderError;
        }

        var email = VerifiedEmail(person);
        if (settings.AllowedEmailDomains.Count > 0
            && (email is null || !settings.AllowedEmailDomains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase)))
        {
            return Refusal.EmailNotAdmitted;
        }

        var name = The(person, settings.UserNameClaim);
        return new ExternalIdentity(settings.Provider, subject, name ?? The(person, Claims.Email) ?? subject, WantedName.Of(name), email);
    }

    private static string? VerifiedEmail(ClaimsPrincipal person) =>
        bool.TryParse(The(person, Claims.EmailVerified), out var verified) && verified
        && The(person, Claims.Email) is { } email && AccountRules.CheckEmail(email) is null
            ? email
            : null;

    /// <summary>A claim may come by the identity token and again by the user info endpoint. Two that differ are none.</summary>
    private static string? The(ClaimsPrincipal person, string type)
    {
        var values = person.FindAll(type).Select(claim => claim.Value).Distinct(StringComparer.OrdinalIgnoreCase).Take(2).ToList();
        return values.Count == 1 ? values[0] : null;
    }
}
