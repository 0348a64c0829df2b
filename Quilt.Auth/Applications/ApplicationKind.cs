namespace Quilt.Auth.Applications;

/// <summary>What kind of application somebody else's is.</summary>
internal enum ApplicationKind
{
    /// <summary>Runs on a server and keeps a secret.</summary>
    Confidential,

    /// <summary>Runs on its user's machine, where no secret stays one.</summary>
    Public,

    /// <summary>Runs on a server without anybody present.</summary>
    Service,
}
