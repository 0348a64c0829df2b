using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>The revision that a version names.</summary>
/// <param name="Hash">The revision.</param>
/// <param name="CreatedBy">Who pushed it first.</param>
/// <param name="CreatedAt">When it was pushed first.</param>
/// <param name="UpdatedBy">Who pushed it last.</param>
/// <param name="UpdatedAt">When it was pushed last.</param>
public sealed record PackageVersion(
    string Hash,
    string? CreatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset CreatedAt,
    string? UpdatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset UpdatedAt);

/// <summary>A version in a package's list of versions.</summary>
/// <param name="Version">As its author wrote it.</param>
/// <param name="Hash">The revision it names.</param>
public sealed record VersionEntry(string Version, string Hash);

internal sealed record PackageVersions(IReadOnlyList<VersionEntry> Versions);
