namespace Quilt.Api.Model;

/// <summary>How often a user installed or viewed packages.</summary>
internal sealed class UserEventCount
{
    /// <summary>Empty for anonymous callers.</summary>
    public required string UserName { get; set; }

    public EventType Type { get; set; }

    public long Count { get; set; }
}
