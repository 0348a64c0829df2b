using System.Text.Json.Serialization;

namespace Quilt.Api.Packages;

/// <summary>The body of calls that give a revision a name. Other keys are ignored, as they always were.</summary>
/// <param name="Hash">The package hash of the revision.</param>
internal sealed record RevisionName([property: JsonRequired] string Hash)
{
    public const string Example = """{"hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}""";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RevisionName))]
internal sealed partial class RevisionNameJson : JsonSerializerContext;
