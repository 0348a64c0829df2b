using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>What happened, newest first.</summary>
/// <param name="Items">Some of it.</param>
/// <param name="Offset">How much came after these.</param>
/// <param name="HasMore">Whether there is older.</param>
public sealed record ActivityPage(IReadOnlyList<ActivityItem> Items, int Offset, bool HasMore);

/// <summary>Something that happened to a package.</summary>
/// <param name="Kind"><c>push</c>, <c>tag</c>, <c>version</c> or <c>comment</c>.</param>
/// <param name="Created">When.</param>
/// <param name="Author">Who did it.</param>
/// <param name="Owner">The package's owner.</param>
/// <param name="Package">The package's name.</param>
/// <param name="Hash">The revision that it is about; null for comments.</param>
/// <param name="Label">The tag or version.</param>
/// <param name="Comment">The start of the comment.</param>
/// <param name="CommentId">By which the comment is listed.</param>
public sealed record ActivityItem(
    string Kind,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset Created,
    string Author,
    string Owner,
    string Package,
    string? Hash,
    string? Label,
    string? Comment,
    string? CommentId);
