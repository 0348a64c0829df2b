using System.Text.Json.Serialization;

namespace Quilt.Api.Pushes;

/// <summary>The answer to a push.</summary>
/// <param name="PackageUrl">The package's page in the catalog.</param>
/// <param name="PackageHash">The package hash, lower-case hex.</param>
internal sealed record PushAnswer(
    [property: JsonPropertyName("package_url")] string PackageUrl,
    [property: JsonPropertyName("package_hash")] string PackageHash);

/// <summary>What a PUSH event says beside the package hash.</summary>
internal sealed record PushExtra([property: JsonPropertyName("public")] bool Public);

[JsonSerializable(typeof(PushAnswer))]
[JsonSerializable(typeof(PushExtra))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class PushJson : JsonSerializerContext;
