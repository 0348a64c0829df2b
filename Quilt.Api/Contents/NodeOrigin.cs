using System.Text.Json;
using Quilt.Api.Manifests;

namespace Quilt.Api.Contents;

/// <summary>What a client says in a node's metadata of where it came from.</summary>
/// <param name="Path">The original path (<c>q_path</c>), or null.</param>
/// <param name="Target">What it loads as (<c>q_target</c>), such as <c>pandas</c> for a data frame that is stored as Parquet; or null.</param>
internal readonly record struct NodeOrigin(string? Path, string? Target)
{
    /// <summary>Longer metadata is not searched: a page of a hundred nodes must not read megabytes.</summary>
    private const int LongestMetadata = 64 * 1024;

    public static NodeOrigin Of(Manifest manifest, int node)
    {
        var metadata = manifest.MetadataOf(node);
        if (metadata.IsEmpty || metadata.Length > LongestMetadata)
        {
            return default;
        }

        string? path = null, target = null;
        var json = new Utf8JsonReader(metadata, new JsonReaderOptions { MaxDepth = int.MaxValue });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isPath, isTarget) = (JsonText.Is(json, "q_path"u8), JsonText.Is(json, "q_target"u8));
            json.Read();
            if ((isPath || isTarget) && json.TokenType == JsonTokenType.String)
            {
                (path, target) = isPath ? (json.GetString(), target) : (path, json.GetString());
            }
            else
            {
                json.Skip();
            }
        }

        return new NodeOrigin(path, target);
    }
}
