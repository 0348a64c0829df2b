using System.Text;
using System.Text.Json.Serialization;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Contents;

/// <summary>One node of a tree.</summary>
/// <param name="Name">Its name, empty for the top.</param>
/// <param name="Kind"><c>group</c>, <c>table</c> or <c>file</c>.</param>
/// <param name="FileName">What the file is called outside of the package, with its extension; null for groups.</param>
/// <param name="OriginalPath">Where it came from, as its author's client tells.</param>
/// <param name="Target">What it loads as; <c>pandas</c> is a data frame stored as Parquet.</param>
/// <param name="Size">Bytes of all that it holds.</param>
/// <param name="Files">Tables and files that it holds; 1 for itself if it is one.</param>
/// <param name="Children">Nodes right below it.</param>
/// <param name="Objects">Its objects in order, 10 at most.</param>
/// <param name="ObjectCount">How many objects it has.</param>
/// <param name="MetadataHash">The object that holds its metadata.</param>
internal sealed record NodeAnswer(
    string Name,
    string Kind,
    string? FileName,
    string? OriginalPath,
    string? Target,
    long Size,
    int Files,
    int Children,
    IReadOnlyList<string> Objects,
    int ObjectCount,
    string? MetadataHash)
{
    private const int MaxObjects = 10;

    public static NodeAnswer Of(RevisionTree tree, int node)
    {
        var manifest = tree.Manifest;
        var hashes = manifest.HashesOf(node);
        var objects = new string[Math.Min(hashes.Length, MaxObjects)];
        for (var i = 0; i < objects.Length; i++)
        {
            objects[i] = tree.HashOf(hashes[i]);
        }

        var origin = NodeOrigin.Of(manifest, node);
        return new NodeAnswer(
            Encoding.UTF8.GetString(manifest.NameOf(node)),
            KindOf(manifest, node),
            manifest.IsGroup(node) ? null : FileNames.Of(manifest, node, origin),
            origin.Path,
            origin.Target,
            tree.BytesBelow(node),
            tree.FilesBelow(node),
            manifest.ChildrenOf(node).Length,
            objects,
            hashes.Length,
            manifest.MetadataHashOf(node) is var metadata && metadata == Node.NoObject ? null : tree.HashOf(metadata));
    }

    public static string KindOf(Manifest manifest, int node) => manifest.TypeOf(node) switch
    {
        NodeType.Table => "table",
        NodeType.File => "file",
        _ => "group",
    };
}

/// <summary>A page of what is right below a node.</summary>
/// <param name="Hash">The package hash of the revision.</param>
/// <param name="Path">The node's place: names with slashes between them, empty for the top.</param>
/// <param name="Node">The node itself.</param>
/// <param name="Metadata">Its metadata, if that is no longer than 64 KiB.</param>
/// <param name="MetadataLength">Bytes of its metadata.</param>
/// <param name="Offset">How many children come before these.</param>
/// <param name="Children">Some of its children, by name.</param>
internal sealed record TreeAnswer(
    string Hash,
    string Path,
    NodeAnswer Node,
    [property: Schema(TreeAnswer.MetadataSchema)] RawJson? Metadata,
    int MetadataLength,
    int Offset,
    IReadOnlyList<NodeAnswer> Children)
{
    private const string MetadataSchema = """
        { "description": "Its metadata, if that is no longer than 64 KiB.", "anyOf": [{ "type": "object", "additionalProperties": {} }, { "type": "null" }] }
        """;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TreeAnswer))]
[JsonSerializable(typeof(RevisionAnswer))]
[JsonSerializable(typeof(ObjectAnswer))]
[JsonSerializable(typeof(ComparisonAnswer))]
[JsonSerializable(typeof(ActivityAnswer))]
internal sealed partial class ContentsJson : JsonSerializerContext;
