namespace Quilt.Catalog.SignIn;

/// <summary>What the sign-in service says that people are.</summary>
internal static class Roles
{
    /// <summary>Administers the registry.</summary>
    public const string Admin = "admin";
}
