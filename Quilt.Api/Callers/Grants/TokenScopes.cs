namespace Quilt.Api.Callers.Grants;

/// <summary>What a restricted token is for. None of them includes another.</summary>
[Flags]
internal enum TokenScopes
{
    None = 0,

    /// <summary>Reading packages.</summary>
    Read = 1,

    /// <summary>What the owner of a package does, and comments.</summary>
    Write = 2,

    /// <summary>What only administrators do.</summary>
    Admin = 4,
}
