using Microsoft.AspNetCore.Http;

namespace Quilt.ServiceDefaults.Look;

/// <summary>
/// Light or dark, as a person chose it. It is in a cookie, so that the server writes it into the page: nothing flashes,
/// and no script is needed. Cookies are shared by all ports of a host, and so is the choice by all services there.
/// </summary>
public static class Theme
{
    /// <summary>The cookie's name.</summary>
    public const string CookieName = "quilt-theme";

    private static readonly string[] Choices = ["light", "dark"];

    /// <summary>What was chosen, for <c>data-theme</c> at the root of a page; null to go by the system.</summary>
    public static string? Of(HttpContext context) => Known(context.Request.Cookies[CookieName]);

    /// <summary>Remembers a choice for a year; anything but <c>light</c> and <c>dark</c> goes by the system again.</summary>
    public static void Choose(HttpContext context, string? theme)
    {
        var options = new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        };
        if (Known(theme) is { } known)
        {
            context.Response.Cookies.Append(CookieName, known, options);
        }
        else
        {
            context.Response.Cookies.Delete(CookieName, options);
        }
    }

    private static string? Known(string? theme) => Array.Find(Choices, choice => choice == theme);
}
