using Quilt.Api.Http;
using Quilt.Api.OpenApi;

namespace Quilt.Api.Contents;

/// <summary>What there is to know about a revision. Times are Unix seconds, sizes bytes.</summary>
/// <param name="Hash">Its package hash.</param>
/// <param name="IsLatest">Whether it is the one that is shown where none is named.</param>
/// <param name="Objects">How many objects it has.</param>
/// <param name="TotalSize">Bytes of all its objects, uncompressed.</param>
/// <param name="ReadmeHash">The object that holds its README, or null.</param>
/// <param name="Readme">The start of its README's text, where it was asked for.</param>
/// <param name="Tags">The tags that point to it, by name.</param>
/// <param name="Versions">The versions that name it, newest last.</param>
/// <param name="Pushes">How many pushes the package has had.</param>
/// <param name="Comments">How many comments the package has.</param>
internal sealed record RevisionAnswer(
    string Hash,
    bool IsLatest,
    bool IsPublic,
    bool IsTeam,
    string CreatedBy,
    double CreatedAt,
    string UpdatedBy,
    double UpdatedAt,
    int Objects,
    long TotalSize,
    [property: Schema(RevisionAnswer.FileTypesSchema)] RawJson FileTypes,
    string? ReadmeHash,
    string? Readme,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Versions,
    long Pushes,
    long Comments)
{
    private const string FileTypesSchema = """
        { "description": "How many files there are by extension, such as `.csv`.", "type": "object", "additionalProperties": { "type": "integer" } }
        """;
}

/// <summary>One object of a file or table, and where to get it.</summary>
/// <param name="Hash">The package hash of the revision.</param>
/// <param name="Path">The node's place.</param>
/// <param name="Kind"><c>table</c> or <c>file</c>.</param>
/// <param name="FileName">What the file is called outside of the package.</param>
/// <param name="ObjectHash">The object's hash.</param>
/// <param name="Index">Which of the node's objects it is, counted from 0.</param>
/// <param name="Count">How many objects the node has.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="Encoding"><c>gzip</c> where it is stored compressed: then no part of the content can be read by itself. Else null.</param>
/// <param name="StoredSize">Bytes as they are stored; null where the object was never uploaded.</param>
/// <param name="Url">Where to get it, for 24 hours; null where it was never uploaded.</param>
internal sealed record ObjectAnswer(
    string Hash,
    string Path,
    string Kind,
    string FileName,
    string ObjectHash,
    int Index,
    int Count,
    long Size,
    string? Encoding,
    long? StoredSize,
    string? Url);
