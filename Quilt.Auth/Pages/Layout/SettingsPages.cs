namespace Quilt.Auth.Pages.Layout;

/// <summary>The pages that the navigation of settings leads to: one line each.</summary>
internal static class SettingsPages
{
    public static readonly IReadOnlyList<PageLink> Account =
    [
        new("/account", "Profile"),
        new("/account/password", "Password"),
        new("/account/two-factor", "Two-factor"),
        new("/account/passkeys", "Passkeys"),
        new("/account/sessions", "Sessions"),
        new("/account/sign-ins", "Linked sign-ins"),
        new("/account/tokens", "Access tokens"),
        new("/account/publishers", "Trusted publishers"),
        new("/account/applications", "Applications"),
    ];

    public static readonly IReadOnlyList<PageLink> Admin =
    [
        new("/admin/users", "Users"),
        new("/admin/applications", "Applications"),
    ];
}

/// <summary>A link of a navigation.</summary>
/// <param name="Path">Where it leads.</param>
/// <param name="Name">What it is called.</param>
public sealed record PageLink(string Path, string Name);
