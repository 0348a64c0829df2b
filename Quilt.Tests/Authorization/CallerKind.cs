namespace Quilt.Tests.Authorization;

/// <summary>Who calls, in the order in which a table row tries them: whoever changes something comes last.</summary>
public enum CallerKind
{
    Anonymous,

    /// <summary>Nobody's token.</summary>
    GarbageToken,

    /// <summary>A token of the owner whose time is over.</summary>
    ExpiredToken,

    /// <summary>A token of the owner, who logged out with it.</summary>
    RevokedToken,

    /// <summary>A token of an account that has access and was disabled.</summary>
    DisabledAccount,

    /// <summary>Logged in, without access.</summary>
    Other,

    /// <summary>Logged in, with access.</summary>
    Granted,

    /// <summary>Owns the package.</summary>
    Owner,

    /// <summary>An administrator without access.</summary>
    Admin,
}

internal static class CallerKinds
{
    public static readonly CallerKind[] All = Enum.GetValues<CallerKind>();

    /// <summary>Who has credentials that work.</summary>
    public static bool IsGood(this CallerKind caller) => caller >= CallerKind.Other;
}
