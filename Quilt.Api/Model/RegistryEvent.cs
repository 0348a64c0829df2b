using System.Net;

namespace Quilt.Api.Model;

/// <summary>Something that happened to a package, or that matters for security. It outlives the package.</summary>
internal sealed class RegistryEvent
{
    public long Id { get; set; }

    public DateTime CreatedAt { get; set; }

    public EventType Type { get; set; }

    /// <summary>Who did it; empty for anonymous callers.</summary>
    public required string UserName { get; set; }

    /// <summary>Empty where the event is about no package.</summary>
    public required string PackageOwner { get; set; }

    public required string PackageName { get; set; }

    /// <summary>The package hash, 32 bytes, where the event is about one revision.</summary>
    public byte[]? PackageHash { get; set; }

    /// <summary>JSON with what else is to know, or null.</summary>
    public string? Extra { get; set; }

    /// <summary>Where the call came from.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>The start of the caller's <c>User-Agent</c>.</summary>
    public string? Agent { get; set; }
}
