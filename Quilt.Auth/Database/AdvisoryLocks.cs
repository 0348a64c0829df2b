namespace Quilt.Auth.Database;

/// <summary>The advisory locks of the auth database. Each number guards one thing that replicas must do one after another.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Making a new token key.</summary>
    public const long Keys = 0x5155494C54_01;

    /// <summary>Appending to the revocation feed, so that the order of numbers is the order of commits.</summary>
    public const long Revocations = 0x5155494C54_02;

    /// <summary>Storing the known clients and the first admin at start.</summary>
    public const long Start = 0x5155494C54_03;

    /// <summary>Deleting what has expired.</summary>
    public const long Pruning = 0x5155494C54_04;

    /// <summary>Adding to one person's remembered consents; taken together with the person.</summary>
    public const int Consents = 0x5155_05;
}
