using System.Text.Json.Serialization;

namespace Quilt.Api.Packages;

/// <summary>The body of calls that give a revision a name. Other keys are ignored, as they always were.</summary>
/// <param name="Hash">The package hash of the revision.</param>
internal sealed record RevisionName([property: JsonRequired] string Hash);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RevisionName))]
internal sealed partial class RevisionNameJson : JsonSerializerContext;
