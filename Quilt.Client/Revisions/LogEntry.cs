using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>One push of a package.</summary>
/// <param name="Hash">The revision that was pushed.</param>
/// <param name="Created">When.</param>
/// <param name="Author">By whom.</param>
/// <param name="Tags">The tags on the revision now; null for none.</param>
/// <param name="Versions">The versions of the revision, normalised; null for none.</param>
public sealed record LogEntry(
    string Hash,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset Created,
    string? Author,
    IReadOnlyList<string>? Tags,
    IReadOnlyList<string>? Versions);

internal sealed record PackageLog(IReadOnlyList<LogEntry> Logs);
