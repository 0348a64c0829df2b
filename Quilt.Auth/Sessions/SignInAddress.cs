using System.Diagnostics.CodeAnalysis;
using Quilt.Auth.Accounts;

namespace Quilt.Auth.Sessions;

/// <summary>The sign-in page's address, and where it may lead to afterwards.</summary>
internal static class SignInAddress
{
    public static string For(HttpContext context, string returnUrl) => $"{context.Request.PathBase}/signin?returnUrl={Uri.EscapeDataString(returnUrl)}";

    /// <summary>Where signing in leads: with the password of a fresh installation, first to where it can be changed.</summary>
    public static string After(Account account, string destination) =>
        account.HasDefaultPassword ? $"/account/password?offer=true&returnUrl={Uri.EscapeDataString(destination)}" : destination;

    /// <summary>
    /// Only paths on this very service: not another host, however it is written (<c>//host</c>, <c>/\host</c>, a scheme,
    /// control characters that browsers drop).
    /// </summary>
    public static bool IsLocal([NotNullWhen(true)] string? url) =>
        url is { Length: > 0 and <= 4096 }
        && url[0] == '/'
        && (url.Length == 1 || url[1] is not ('/' or '\\'))
        && !url.Any(character => char.IsControl(character) || character == '\\');

    /// <summary>The address if it is local, else this service's front page.</summary>
    public static string LocalOrHome(string? url) => IsLocal(url) ? url : "/";
}
