namespace Quilt.Api.Callers;

/// <summary>Who may call an endpoint. An endpoint that does not say so answers nobody.</summary>
internal enum CallerRequirement
{
    /// <summary>Anybody; credentials are not looked at (health, robots).</summary>
    Public,

    /// <summary>Anybody where the deployment allows anonymous access, else who is logged in. Credentials that were sent must be good.</summary>
    Reader,

    /// <summary>Who is logged in.</summary>
    Member,

    /// <summary>Administrators.</summary>
    Admin,

    /// <summary>The sign-in service decides: the request is forwarded to it as it came.</summary>
    DecidedByAuth,
}
