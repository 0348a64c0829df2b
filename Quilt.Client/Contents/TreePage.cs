using System.Text.Json;

namespace Quilt.Client;

/// <summary>One node of a tree, as it is listed.</summary>
/// <param name="Name">Its name, empty for the top.</param>
/// <param name="Kind"><c>group</c>, <c>table</c> or <c>file</c>.</param>
/// <param name="FileName">What it is called outside of the package; null for groups.</param>
/// <param name="OriginalPath">Where it came from, as its author's client tells.</param>
/// <param name="Target">What it loads as; <c>pandas</c> is a data frame stored as Parquet.</param>
/// <param name="Size">Bytes of all that it holds.</param>
/// <param name="Files">Tables and files that it holds; 1 for itself if it is one.</param>
/// <param name="Children">Nodes right below it.</param>
/// <param name="Objects">Its objects in order, 10 at most.</param>
/// <param name="ObjectCount">How many objects it has.</param>
/// <param name="MetadataHash">The object that holds its metadata.</param>
public sealed record TreeNode(
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
    /// <summary>Whether it holds other nodes.</summary>
    public bool IsGroup => Kind == "group";
}

/// <summary>A node with a page of what is right below it.</summary>
/// <param name="Hash">The revision.</param>
/// <param name="Path">The node's place: names with slashes between them, empty for the top.</param>
/// <param name="Node">The node itself.</param>
/// <param name="Metadata">Its metadata, if that is no longer than 64 KiB.</param>
/// <param name="MetadataLength">Bytes of its metadata.</param>
/// <param name="Offset">How many children come before these.</param>
/// <param name="Children">Some of its children, by name.</param>
public sealed record TreePage(
    string Hash, string Path, TreeNode Node, JsonElement? Metadata, int MetadataLength, int Offset, IReadOnlyList<TreeNode> Children);

/// <summary>One object of a file or table, and where to get it.</summary>
/// <param name="Hash">The revision.</param>
/// <param name="Path">The node's place.</param>
/// <param name="Kind"><c>table</c> or <c>file</c>.</param>
/// <param name="FileName">What the file is called outside of the package.</param>
/// <param name="ObjectHash">The object's hash.</param>
/// <param name="Index">Which of the node's objects it is, counted from 0.</param>
/// <param name="Count">How many objects the node has.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="Encoding"><c>gzip</c> where it is stored compressed: then no part of the content can be read by itself. Else null.</param>
/// <param name="StoredSize">Bytes as they are stored; null where it was never uploaded.</param>
/// <param name="Url">Where to get it, for 24 hours; null where it was never uploaded.</param>
public sealed record NodeObject(
    string Hash, string Path, string Kind, string FileName, string ObjectHash, int Index, int Count, long Size, string? Encoding, long? StoredSize, string? Url);
