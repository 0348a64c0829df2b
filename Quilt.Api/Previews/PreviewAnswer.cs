using System.Text.Json.Serialization;
using Quilt.Api.Http;

namespace Quilt.Api.Previews;

/// <summary>The answer to a preview. Times are Unix seconds, sizes bytes.</summary>
internal sealed record PreviewAnswer(
    [property: JsonPropertyName("preview")] RawJson Preview,
    [property: JsonPropertyName("readme_url")] string? ReadmeUrl,
    [property: JsonPropertyName("readme_preview")] string? ReadmePreview,
    [property: JsonPropertyName("created_by")] string CreatedBy,
    [property: JsonPropertyName("created_at")] double CreatedAt,
    [property: JsonPropertyName("updated_by")] string UpdatedBy,
    [property: JsonPropertyName("updated_at")] double UpdatedAt,
    [property: JsonPropertyName("is_public")] bool IsPublic,
    [property: JsonPropertyName("is_team")] bool IsTeam,
    [property: JsonPropertyName("total_size_uncompressed")] long TotalSize,
    [property: JsonPropertyName("file_types")] RawJson FileTypes,
    [property: JsonPropertyName("log_count")] long LogCount);

[JsonSerializable(typeof(PreviewAnswer))]
internal sealed partial class PreviewJson : JsonSerializerContext;
