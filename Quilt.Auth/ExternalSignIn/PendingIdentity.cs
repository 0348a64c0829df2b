using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>
/// Keeps who somebody is while they choose a name: in a cookie that is encrypted and signed, for a few minutes, and only
/// for this browser.
/// </summary>
internal sealed class PendingIdentity(ExternalProviders providers, TimeProvider time)
{
    public const string Scheme = "quilt-pending";
    public const string CookieName = "quilt-auth-pending";
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public async Task KeepAsync(HttpContext context, ExternalIdentity identity)
    {
        var claims = new (string Type, string? Value)[]
        {
            ("provider", identity.Provider.Name),
            ("issuer", identity.Provider.Issuer),
            ("subject", identity.Subject),
            ("label", identity.Label),
            ("name", identity.WantedName),
            ("email", identity.Email),
            ("admin", identity.IsAdmin?.ToString()),
        };
        var now = time.GetUtcNow();
        await context.SignInAsync(
            Scheme,
            new ClaimsPrincipal(new ClaimsIdentity(claims.Where(claim => claim.Value is not null).Select(claim => new Claim(claim.Type, claim.Value!)), Scheme)),
            new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + Lifetime });
    }

    /// <summary>Who is choosing a name, or null: no cookie, too old, not ours, or of a provider that is no longer on.</summary>
    public async Task<ExternalIdentity?> ReadAsync(HttpContext context)
    {
        var cookie = await context.AuthenticateAsync(Scheme);
        if (cookie.Principal is not { } person || providers.Find(person.FindFirstValue("provider")) is not { } provider || provider.Issuer != person.FindFirstValue("issuer"))
        {
            return null;
        }

        return new ExternalIdentity(
            provider,
            person.FindFirstValue("subject")!,
            person.FindFirstValue("label")!,
            person.FindFirstValue("name")!,
            person.FindFirstValue("email"),
            bool.TryParse(person.FindFirstValue("admin"), out var admin) ? admin : null);
    }

    public static Task ForgetAsync(HttpContext context) => context.SignOutAsync(Scheme);
}
