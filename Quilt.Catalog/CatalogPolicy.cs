namespace Quilt.Catalog;

/// <summary>What this deployment allows and is called. The registry decides by the same keys; here they say what to offer.</summary>
/// <param name="AllowsPublic">Packages may be public (<c>Quilt:AllowAnonymousAccess</c>).</param>
/// <param name="AllowsTeam">Packages may be shared with everybody who signs in (<c>Quilt:AllowTeamAccess</c>).</param>
/// <param name="TeamName">Whose registry it is (<c>Quilt:TeamName</c>); null where it is nobody's in particular.</param>
internal sealed record CatalogPolicy(bool AllowsPublic, bool AllowsTeam, string? TeamName)
{
    public static CatalogPolicy Read(IConfiguration configuration) => new(
        configuration.GetValue("Quilt:AllowAnonymousAccess", true),
        configuration.GetValue("Quilt:AllowTeamAccess", false),
        configuration["Quilt:TeamName"] is { Length: > 0 } name ? name : null);
}
