namespace Quilt.Auth.Pages.Layout;

/// <summary>The pages that the navigation of settings leads to: one line each.</summary>
internal static class SettingsPages
{
    public static readonly IReadOnlyList<PageLink> Account =
    [
        new("/account", "Profile"),
        new("/account/password", "Password", PageNeed.Passwords),
        new("/account/two-factor", "Two-factor"),
        new("/account/passkeys", "Passkeys", PageNeed.Passwords),
        new("/account/sessions", "Sessions"),
        new("/account/sign-ins", "Linked sign-ins", PageNeed.Providers),
        new("/account/tokens", "Access tokens"),
        new("/account/publishers", "Trusted publishers"),
        new("/account/applications", "Applications"),
    ];

    public static readonly IReadOnlyList<PageLink> Admin =
    [
        new("/admin/users", "Users"),
        new("/admin/sign-up", "Signing up"),
        new("/admin/applications", "Applications"),
    ];
}

/// <summary>A link of a navigation.</summary>
/// <param name="Path">Where it leads.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Needs">Without what it is left out.</param>
public sealed record PageLink(string Path, string Name, PageNeed Needs = PageNeed.Nothing);

/// <summary>What a page is of no use without.</summary>
public enum PageNeed
{
    Nothing,

    /// <summary>Accounts that are opened here, by password or passkey.</summary>
    Passwords,

    /// <summary>External providers.</summary>
    Providers,
}
