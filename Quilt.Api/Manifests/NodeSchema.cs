using Quilt.Api.OpenApi;

namespace Quilt.Api.Manifests;

/// <summary>The tree of a package for the OpenAPI document; <see cref="ContentsReader"/> reads it by hand.</summary>
internal static class NodeSchema
{
    private const string Hash = """{ "type": "string", "pattern": "^[0-9a-f]{64}$" }""";

    private const string MetadataHash = $$"""
        "metadata_hash": { "description": "The object that holds the node's metadata.", "type": "string", "pattern": "^[0-9a-f]{64}$" }
        """;

    private const string Children = """
        "children": { "type": "object", "additionalProperties": { "$ref": "#/components/schemas/Node" } }
        """;

    private const string Leaf = $$"""
        "hashes": { "description": "The objects, in order.", "type": "array", "items": {{Hash}} },
        "metadata": { "description": "Whatever the client keeps about the node; `q_path` is the original path.", "type": "object", "additionalProperties": {} },
        {{MetadataHash}}
        """;

    /// <summary>Any node below the top.</summary>
    public static readonly WrittenSchema Node = new("Node", $$"""
        {
          "description": "A node of a package: a group nests, a table is a data frame, a file is one raw file.",
          "oneOf": [
            { "type": "object", "required": ["type", "children"], "additionalProperties": false,
              "properties": { "type": { "enum": ["GROUP"], "type": "string" }, {{Children}}, {{MetadataHash}} } },
            { "type": "object", "required": ["type", "hashes", "format"], "additionalProperties": false,
              "properties": { "type": { "enum": ["TABLE"], "type": "string" }, "format": { "type": "string", "enum": ["PARQUET", "HDF5"] }, {{Leaf}} } },
            { "type": "object", "required": ["type", "hashes"], "additionalProperties": false,
              "properties": { "type": { "enum": ["FILE"], "type": "string" }, {{Leaf}} } }
          ]
        }
        """);

    /// <summary>The top.</summary>
    public static readonly WrittenSchema Root = new("RootNode", $$"""
        {
          "description": "The top of a package.",
          "type": "object", "required": ["type", "children"], "additionalProperties": false,
          "properties": { "type": { "enum": ["ROOT"], "type": "string" }, {{Children}}, {{MetadataHash}} }
        }
        """, Node);
}
