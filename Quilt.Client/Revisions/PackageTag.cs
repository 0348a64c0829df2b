using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>The revision that a tag points to.</summary>
/// <param name="Hash">The revision.</param>
/// <param name="CreatedBy">Who pushed it first.</param>
/// <param name="CreatedAt">When it was pushed first.</param>
/// <param name="UpdatedBy">Who pushed it last.</param>
/// <param name="UpdatedAt">When it was pushed last.</param>
/// <param name="IsPublic">Whether everybody may see the package.</param>
/// <param name="IsTeam">Whether everybody who is signed in may see the package.</param>
public sealed record PackageTag(
    string Hash,
    string? CreatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset CreatedAt,
    string? UpdatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset UpdatedAt,
    bool IsPublic,
    bool IsTeam);

/// <summary>A tag in a package's list of tags.</summary>
/// <param name="Tag">Its name.</param>
/// <param name="Hash">The revision it points to.</param>
public sealed record TagEntry(string Tag, string Hash);

internal sealed record PackageTags(IReadOnlyList<TagEntry> Tags);

internal sealed record HashBody(string Hash);
