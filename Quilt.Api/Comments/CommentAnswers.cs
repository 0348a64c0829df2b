using System.Text.Json.Serialization;

namespace Quilt.Api.Comments;

/// <summary>The body of a new comment.</summary>
/// <param name="Contents">What is said, 1 to 10,240 characters.</param>
internal sealed record NewComment([property: JsonRequired] string Contents);

internal sealed record PostedComment(CommentAnswer Comment);

internal sealed record CommentList(IReadOnlyList<CommentAnswer> Comments);

/// <param name="Id">A hex string.</param>
/// <param name="Created">Unix seconds.</param>
internal sealed record CommentAnswer(string Id, string Author, double Created, string Contents)
{
    public static CommentAnswer Of(Guid id, string author, DateTime created, string contents) =>
        new(id.ToString("N"), author, Http.UnixTime.Of(created), contents);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NewComment))]
[JsonSerializable(typeof(PostedComment))]
[JsonSerializable(typeof(CommentList))]
internal sealed partial class CommentJson : JsonSerializerContext;
