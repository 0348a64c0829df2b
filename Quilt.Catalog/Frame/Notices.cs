using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Quilt.Catalog.Frame;

/// <summary>
/// A sentence for the next page: what a form did is said where the browser is led afterwards. It travels in a cookie that
/// only the catalog can write, since words in an address could be anybody's.
/// </summary>
internal sealed class Notices(IDataProtectionProvider protection)
{
    private const char Done = '+';
    private const char Warning = '!';
    private const string CookieName = "quilt-catalog-notice";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Quilt.Catalog.Notices").ToTimeLimitedDataProtector();

    /// <summary>Tells on the next page what was done.</summary>
    public void Leave(HttpContext context, string sentence) => Leave(context, new Notice(sentence, IsWarning: false));

    /// <summary>Tells on the next page that something was not done.</summary>
    public void Warn(HttpContext context, string sentence) => Leave(context, new Notice(sentence, IsWarning: true));

    private void Leave(HttpContext context, Notice notice) =>
        context.Response.Cookies.Append(CookieName, _protector.Protect((notice.IsWarning ? Warning : Done) + notice.Sentence, Lifetime), Options(context));

    /// <summary>The sentence that was left, once.</summary>
    public Notice? Take(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 } sealedSentence)
        {
            return null;
        }

        context.Response.Cookies.Delete(CookieName, Options(context));
        try
        {
            var sentence = _protector.Unprotect(sealedSentence);
            return new Notice(sentence[1..], sentence[0] == Warning);
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

/// <summary>A sentence about what a form did.</summary>
/// <param name="IsWarning">Whether it was not done.</param>
internal sealed record Notice(string Sentence, bool IsWarning);
