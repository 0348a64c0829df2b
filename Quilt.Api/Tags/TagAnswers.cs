using System.Text.Json.Serialization;
using Quilt.Api.Http;
using Quilt.Api.Packages;

namespace Quilt.Api.Tags;

internal sealed record TaggedRevisionAnswer(
    string Hash, string CreatedBy, double CreatedAt, string UpdatedBy, double UpdatedAt, bool IsPublic, bool IsTeam)
{
    public static TaggedRevisionAnswer Of(TaggedRevision revision, PackageState package) => new(
        revision.Hash,
        revision.CreatedBy,
        UnixTime.Of(revision.CreatedAt),
        revision.UpdatedBy,
        UnixTime.Of(revision.UpdatedAt),
        package.IsPublic,
        package.IsTeam);
}

internal sealed record TagList(IReadOnlyList<TagListItem> Tags);

internal sealed record TagListItem(string Tag, string Hash);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TaggedRevisionAnswer))]
[JsonSerializable(typeof(TagList))]
internal sealed partial class TagJson : JsonSerializerContext;
