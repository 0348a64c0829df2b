namespace Quilt.Api.Model;

/// <summary>Something that happened to a package. It outlives the package.</summary>
internal sealed class RegistryEvent
{
    public long Id { get; set; }

    public DateTime CreatedAt { get; set; }

    public EventType Type { get; set; }

    /// <summary>Who did it; empty for anonymous callers.</summary>
    public required string UserName { get; set; }

    public required string PackageOwner { get; set; }

    public required string PackageName { get; set; }

    /// <summary>The package hash, 32 bytes, where the event is about one revision.</summary>
    public byte[]? PackageHash { get; set; }

    /// <summary>JSON with what else is to know, or null.</summary>
    public string? Extra { get; set; }
}
