using System.Text.Json.Serialization;

namespace Quilt.Api.Installs;

/// <summary>What an INSTALL event says beside the package hash.</summary>
internal sealed record InstallExtra([property: JsonPropertyName("subpath")] string Subpath);

/// <summary>Who made a revision and when, as members of the install answer. Times are Unix seconds.</summary>
internal sealed record InstallFacts(
    [property: JsonPropertyName("created_by")] string CreatedBy,
    [property: JsonPropertyName("created_at")] double CreatedAt,
    [property: JsonPropertyName("updated_by")] string UpdatedBy,
    [property: JsonPropertyName("updated_at")] double UpdatedAt);

[JsonSerializable(typeof(InstallExtra))]
[JsonSerializable(typeof(InstallFacts))]
internal sealed partial class InstallJson : JsonSerializerContext;
