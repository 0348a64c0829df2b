namespace Quilt.Api.Policy;

/// <summary>What this deployment allows (<c>Quilt:AllowAnonymousAccess</c>, <c>Quilt:AllowTeamAccess</c>).</summary>
/// <param name="AllowAnonymousAccess">Packages may be public, and callers who are not logged in may read those.</param>
/// <param name="AllowTeamAccess">Packages may be shared with every logged-in member.</param>
internal sealed record RegistryPolicy(bool AllowAnonymousAccess, bool AllowTeamAccess)
{
    public static RegistryPolicy Read(IConfiguration configuration) => new(
        configuration.GetValue("Quilt:AllowAnonymousAccess", true),
        configuration.GetValue("Quilt:AllowTeamAccess", false));
}
