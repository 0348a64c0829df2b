namespace Quilt.Auth.Handovers;

/// <summary>That an account is to be deleted once its packages are somebody else's. It stays as a record of how that ended.</summary>
internal sealed class Handover
{
    /// <summary>The account that is to go.</summary>
    public Guid UserId { get; init; }

    /// <summary>Another one each time that it is asked for, so that nobody reports on an earlier one.</summary>
    public Guid Id { get; init; }

    /// <summary>Who gets the packages.</summary>
    public required string ToName { get; init; }

    /// <summary>The admin who asked for it.</summary>
    public required string AskedBy { get; init; }

    /// <summary>Where the admin asked from, for the registry's events.</summary>
    public required string Address { get; init; }

    public required string Agent { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public HandoverState State { get; init; }

    /// <summary>Until then it belongs to the registry's process that took it last; later another may take it.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Packages moved, as far as was reported in this attempt.</summary>
    public int Packages { get; init; }

    /// <summary>Objects copied.</summary>
    public int Objects { get; init; }

    /// <summary>Objects of which it is known that they have to be copied.</summary>
    public int Expected { get; init; }

    /// <summary>Why it was refused, or what it waits for.</summary>
    public string? Message { get; init; }
}

/// <summary>How far a handover is. The numbers are stored.</summary>
internal enum HandoverState
{
    /// <summary>Nothing has been done yet; the registry looks whether it can be.</summary>
    Asked = 0,

    /// <summary>The account is disabled, and packages are being moved.</summary>
    Moving = 1,

    /// <summary>All packages are moved, and the account is deleted.</summary>
    Done = 2,

    /// <summary>It cannot be done.</summary>
    Refused = 3,

    /// <summary>An admin has stopped it.</summary>
    Stopped = 4,
}
