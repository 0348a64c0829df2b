namespace Quilt.Tests.Authorization;

/// <summary>The status that each kind of caller gets from a call about a private package.</summary>
/// <param name="Bad">Whoever sends credentials that are no good.</param>
internal sealed record Expected(int Anonymous, int Other, int Granted, int Owner, int Admin, int Bad)
{
    /// <summary>Credentials are not looked at.</summary>
    public static Expected Everybody(int status) => new(status, status, status, status, status, status);

    /// <summary>Everybody, but credentials that are sent must be good.</summary>
    public static readonly Expected Readers = new(200, 200, 200, 200, 200, 401);

    public static readonly Expected Members = new(401, 200, 200, 200, 200, 401);

    /// <summary>Who sees the package.</summary>
    public static readonly Expected WhoSeesIt = new(404, 404, 200, 200, 404, 401);

    /// <summary>Members who see the package.</summary>
    public static readonly Expected MembersWhoSeeIt = WhoSeesIt with { Anonymous = 401 };

    public static readonly Expected OnlyTheOwner = new(401, 403, 403, 200, 403, 401);

    public static readonly Expected Admins = new(401, 403, 403, 403, 200, 401);

    /// <summary>The same in a registry that anonymous callers are kept out of.</summary>
    public Expected Closed => Bad == 401 ? this with { Anonymous = 401 } : this;

    /// <summary>The same about a package that everybody whom the registry lets in may see.</summary>
    public Expected Shared => this == WhoSeesIt ? Readers : this == MembersWhoSeeIt ? Members : this;

    public int Of(CallerKind caller) => caller switch
    {
        CallerKind.Anonymous => Anonymous,
        CallerKind.Other => Other,
        CallerKind.Granted => Granted,
        CallerKind.Owner => Owner,
        CallerKind.Admin => Admin,
        _ => Bad,
    };
}
