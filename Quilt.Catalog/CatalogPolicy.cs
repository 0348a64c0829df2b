namespace Quilt.Catalog;

/// <summary>What this deployment allows and is called; the registry decides by the same keys.</summary>
/// <param name="AllowsPublic">Packages may be public (<c>Quilt:AllowAnonymousAccess</c>).</param>
/// <param name="AllowsTeam">Packages may be shared with everybody who signs in (<c>Quilt:AllowTeamAccess</c>).</param>
/// <param name="AllowsSignup">People may open accounts themselves (<c>Quilt:AllowSignup</c>).</param>
/// <param name="ManagesUsers">Administrators manage members here (<c>Quilt:EnableUserEndpoints</c>).</param>
/// <param name="TeamName">Whose registry it is (<c>Quilt:TeamName</c>); null where it is nobody's in particular.</param>
internal sealed record CatalogPolicy(bool AllowsPublic, bool AllowsTeam, bool AllowsSignup, bool ManagesUsers, string? TeamName)
{
    public static CatalogPolicy Read(IConfiguration configuration) => new(
        configuration.GetValue("Quilt:AllowAnonymousAccess", true),
        configuration.GetValue("Quilt:AllowTeamAccess", false),
        configuration.GetValue("Quilt:AllowSignup", false),
        configuration.GetValue("Quilt:EnableUserEndpoints", false),
        configuration["Quilt:TeamName"] is { Length: > 0 } name ? name : null);
}
