namespace Quilt.Client;

/// <summary>What the registry said when it refused.</summary>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Message">What is wrong and what to do, for a person.</param>
public sealed record RegistryError(int Status, string Message);
