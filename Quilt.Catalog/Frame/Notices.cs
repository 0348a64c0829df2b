using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Quilt.Catalog.Frame;

/// <summary>
/// A sentence for the next page: what a form did is said where the browser is led afterwards. It travels in a cookie that
/// only the catalog can write, since words in an address could be anybody's.
/// </summary>
internal sealed class Notices(IDataProtectionProvider protection)
{
    private const string CookieName = "quilt-catalog-notice";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Quilt.Catalog.Notices").ToTimeLimitedDataProtector();

    /// <summary>Leaves a sentence for the next page.</summary>
    public void Leave(HttpContext context, string sentence) =>
        context.Response.Cookies.Append(CookieName, _protector.Protect(sentence, Lifetime), Options(context));

    /// <summary>The sentence that was left, once.</summary>
    public string? Take(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 } sealedSentence)
        {
            return null;
        }

        context.Response.Cookies.Delete(CookieName, Options(context));
        try
        {
            return _protector.Unprotect(sealedSentence);
        }
        catch (CryptographicException)
        {
            // Too old, or not ours.
            return null;
        }
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        MaxAge = Lifetime,
        IsEssential = true,
    };
}
