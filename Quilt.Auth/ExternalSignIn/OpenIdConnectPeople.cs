using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using Quilt.Auth.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Reads who came from an OpenID Connect provider.</summary>
internal static class OpenIdConnectPeople
{
    public static Proof Read(OpenIdConnectSettings settings, AuthenticateResult ticket)
    {
        var person = ticket.Principal!;
        if (person.GetClaim(Claims.Subject) is not { Length: > 0 } subject)
        {
            return Refusal.ProviderError;
        }

        var email = VerifiedEmail(person);
        if (settings.AllowedEmailDomains.Count > 0
            && (email is null || !settings.AllowedEmailDomains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase)))
        {
            return Refusal.EmailNotAdmitted;
        }

        var name = person.GetClaim(settings.UserNameClaim);
        return new ExternalIdentity(settings.Provider, subject, name ?? person.GetClaim(Claims.Email) ?? subject, WantedName.Of(name), email);
    }

    private static string? VerifiedEmail(ClaimsPrincipal person) =>
        bool.TryParse(person.GetClaim(Claims.EmailVerified), out var verified) && verified
        && person.GetClaim(Claims.Email) is { } email && AccountRules.CheckEmail(email) is null
            ? email
            : null;
}
