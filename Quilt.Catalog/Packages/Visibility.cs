namespace Quilt.Catalog.Packages;

/// <summary>Who may see a package.</summary>
public enum Visibility
{
    /// <summary>Its owner and those it is shared with.</summary>
    Private,

    /// <summary>Everybody who is signed in.</summary>
    Team,

    /// <summary>Everybody.</summary>
    Public,
}
