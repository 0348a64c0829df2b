namespace Quilt.Auth.Sessions;

/// <summary>A browser that is signed in to this service. The cookie is worth nothing once the row is gone.</summary>
internal sealed class BrowserSession
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When whoever sits at it last proved who they are: at the sign-in, or when asked again.</summary>
    public required DateTimeOffset ProvedAt { get; init; }

    /// <summary>When it last asked for a page, to the minute.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The network address that it last came from.</summary>
    public required string Address { get; init; }

    /// <summary>The <c>User-Agent</c> that it last named.</summary>
    public required string Agent { get; init; }
}

/// <summary>An authorization that was given through a browser session, and ends with it.</summary>
internal sealed class BrowserSessionAuthorization
{
    public required Guid SessionId { get; init; }

    public required Guid AuthorizationId { get; init; }
}
