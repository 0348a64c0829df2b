namespace Quilt.Client;

/// <summary>Something that a client did.</summary>
/// <param name="Type">What it did; the registry knows <c>build</c>.</param>
/// <param name="Package">A digest of the package's name.</param>
/// <param name="DryRun">Whether it was only tried.</param>
/// <param name="Env">Where it ran.</param>
/// <param name="Error">What went wrong, if anything.</param>
public sealed record ClientEvent(string Type, string? Package = null, bool DryRun = false, string? Env = null, string? Error = null);
