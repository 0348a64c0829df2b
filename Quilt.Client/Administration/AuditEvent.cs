using System.Text.Json;
using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>Something that happened in the registry.</summary>
/// <param name="Created">When.</param>
/// <param name="User">Who did it; empty for callers who were not signed in.</param>
/// <param name="Type"><c>PUSH</c>, <c>INSTALL</c>, <c>PREVIEW</c>, <c>DELETE</c>, or the name of a security event.</param>
/// <param name="PackageOwner">The owner of the package concerned; empty where none is.</param>
/// <param name="PackageName">The name of the package concerned.</param>
/// <param name="PackageHash">The revision concerned, if one is.</param>
/// <param name="Extra">What else is to know, an object; null where nothing is.</param>
public sealed record AuditEvent(
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset Created,
    string User,
    string Type,
    string PackageOwner,
    string PackageName,
    string? PackageHash,
    JsonElement? Extra);

internal sealed record AuditEvents(IReadOnlyList<AuditEvent> Events);
