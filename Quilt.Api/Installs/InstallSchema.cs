using Quilt.Api.Manifests;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Installs;

/// <summary>The answer to an install for the OpenAPI document; <see cref="InstallAnswer"/> writes it by hand.</summary>
internal static class InstallSchema
{
    public static readonly WrittenSchema Answer = new("InstallAnswer", """
        {
          "type": "object",
          "required": ["contents", "created_by", "created_at", "updated_by", "updated_at", "urls", "sizes"], "additionalProperties": false,
          "properties": {
            "contents": { "$ref": "#/components/schemas/RootNode" },
            "created_by": { "type": "string" },
            "created_at": { "type": "number", "format": "double" },
            "updated_by": { "type": "string" },
            "updated_at": { "type": "number", "format": "double" },
            "urls": { "description": "By hash, where to download the object. Good for 24 hours.", "type": "object", "additionalProperties": { "type": "string" } },
            "sizes": { "description": "By hash, the bytes of the object.", "type": "object", "additionalProperties": { "type": "integer", "format": "int64" } }
          }
        }
        """, NodeSchema.Root);
}
