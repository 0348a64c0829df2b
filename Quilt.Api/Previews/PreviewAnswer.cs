using System.Text.Json.Serialization;
using Quilt.Api.Http;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Previews;

/// <summary>The answer to a preview. Times are Unix seconds, sizes bytes.</summary>
internal sealed record PreviewAnswer(
    [property: JsonPropertyName("preview"), Schema(PreviewAnswer.TreeSchema)] RawJson Preview,
    [property: JsonPropertyName("readme_url")] string? ReadmeUrl,
    [property: JsonPropertyName("readme_preview")] string? ReadmePreview,
    [property: JsonPropertyName("created_by")] string CreatedBy,
    [property: JsonPropertyName("created_at")] double CreatedAt,
    [property: JsonPropertyName("updated_by")] string UpdatedBy,
    [property: JsonPropertyName("updated_at")] double UpdatedAt,
    [property: JsonPropertyName("is_public")] bool IsPublic,
    [property: JsonPropertyName("is_team")] bool IsTeam,
    [property: JsonPropertyName("total_size_uncompressed")] long TotalSize,
    [property: JsonPropertyName("file_types"), Schema(PreviewAnswer.FileTypesSchema)] RawJson FileTypes,
    [property: JsonPropertyName("log_count")] long LogCount)
{
    private const string TreeSchema = """
        {
          "description": "The tree, nested: at most 10 children a level and 4 levels, each a pair of a name and its children or null. `[\"...\", null]` stands where more was cut.",
          "type": "array",
          "items": { "type": "array", "items": { "anyOf": [{ "type": "string" }, { "type": "null" }, { "type": "array" }] } }
        }
        """;

    private const string FileTypesSchema = """
        { "description": "How many files there are by extension, such as `.csv`.", "type": "object", "additionalProperties": { "type": "integer" } }
        """;
}

[JsonSerializable(typeof(PreviewAnswer))]
internal sealed partial class PreviewJson : JsonSerializerContext;
