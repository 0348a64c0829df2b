using System.Text.Json.Serialization;

namespace Quilt.Api.Versions;

internal sealed record VersionedRevisionAnswer(string Hash, string CreatedBy, double CreatedAt, string UpdatedBy, double UpdatedAt);

internal sealed record VersionList(IReadOnlyList<VersionListItem> Versions);

/// <param name="Version">As the user wrote it.</param>
internal sealed record VersionListItem(string Version, string Hash);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VersionedRevisionAnswer))]
[JsonSerializable(typeof(VersionList))]
internal sealed partial class VersionJson : JsonSerializerContext;
