namespace Quilt.Auth.Events;

/// <summary>Something that happened to an account, as stored. Nothing in it is secret.</summary>
internal sealed class SecurityEvent
{
    public long Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whose account, by name: events outlive accounts, and a failed sign-in may name none that exists.</summary>
    public required string UserName { get; init; }

    /// <summary>One of <see cref="SecurityEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Where the request came from; empty for an act of the service itself.</summary>
    public required string Address { get; init; }

    /// <summary>The <c>User-Agent</c> of the request.</summary>
    public required string Agent { get; init; }

    /// <summary>A JSON object of strings.</summary>
    public required string Details { get; init; }
}
