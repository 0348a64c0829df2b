using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>What somebody said about a package.</summary>
/// <param name="Id">Names the comment.</param>
/// <param name="Author">Who said it.</param>
/// <param name="Created">When.</param>
/// <param name="Contents">What was said.</param>
public sealed record PackageComment(
    string Id,
    string Author,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset Created,
    string Contents);

internal sealed record CommentBody(string Contents);

internal sealed record PostedComment(PackageComment Comment);

internal sealed record PackageComments(IReadOnlyList<PackageComment> Comments);
