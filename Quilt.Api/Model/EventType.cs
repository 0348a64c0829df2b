namespace Quilt.Api.Model;

/// <summary>What happened. The numbers are stored: never change or reuse one.</summary>
internal enum EventType : short
{
    Push = 1,
    Install = 2,
    Preview = 3,
    Delete = 4,

    // From here on: what only the security audit tells.
    AccessGranted = 10,
    AccessRevoked = 11,
    InvitationSent = 12,
    InvitationWithdrawn = 13,
    InvitationAccepted = 14,
    TagSet = 15,
    TagDeleted = 16,
    VersionCreated = 17,

    /// <summary>An administrator looked at what others may not see.</summary>
    AdminRead = 18,

    /// <summary>A package got another owner; recorded under both.</summary>
    PackageMoved = 19,
}
