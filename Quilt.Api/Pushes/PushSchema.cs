using Quilt.Api.Manifests;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Pushes;

/// <summary>The bodies of a push and the answer to a dry run for the OpenAPI document; both are read and written by hand.</summary>
internal static class PushSchema
{
    private const string Digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private const string File = $$"""
        { "type": "FILE", "hashes": ["{{Digest}}"], "metadata": { "q_path": "a.csv" } }
        """;

    /// <summary>The body of a push of a whole package.</summary>
    public static readonly WrittenSchema Package = new("PushBody", BodyOf("RootNode", $$"""{ "type": "ROOT", "children": { "a": {{File}} } }"""), NodeSchema.Root);

    /// <summary>The body of a push of one node.</summary>
    public static readonly WrittenSchema SubPackage = new("SubPackagePushBody", BodyOf("Node", File), NodeSchema.Node);

    /// <summary>The answer to a dry run.</summary>
    public static readonly WrittenSchema DryRun = new("DryRunAnswer", """
        {
          "description": "The answer to a dry run: by hash, the addresses at which to look for an object and to upload it.",
          "type": "object", "required": ["upload_urls"], "additionalProperties": false,
          "properties": {
            "upload_urls": {
              "type": "object",
              "additionalProperties": {
                "type": "object", "required": ["head", "put"], "additionalProperties": false,
                "properties": { "head": { "type": "string" }, "put": { "type": "string" } }
              }
            }
          }
        }
        """);

    private static string BodyOf(string node, string example) => $$"""
        {
          "type": "object", "required": ["description", "contents", "sizes"], "additionalProperties": false,
          "properties": {
            "description": { "type": "string" },
            "contents": { "$ref": "#/components/schemas/{{node}}" },
            "sizes": {
              "description": "The bytes of each object of the tree. A dry run may leave them out of the object.",
              "type": "object",
              "additionalProperties": { "type": "integer", "format": "int64", "minimum": 0 }
            },
            "dry_run": { "description": "Checks everything and changes nothing.", "type": "boolean", "default": false },
            "is_public": { "description": "Everybody may see the new package.", "type": "boolean", "default": false },
            "is_team": { "description": "Every member may see the new package.", "type": "boolean", "default": false },
            "public": { "description": "The old name of is_public.", "type": "boolean", "deprecated": true }
          },
          "examples": [{ "description": "", "contents": {{example}}, "sizes": { "{{Digest}}": 4 }, "dry_run": true }]
        }
        """;
}
