using System.Text.Json.Serialization;

namespace Quilt.Api.Objects;

/// <summary>The answer to <c>get_objects</c>: by hash, an address and a size in bytes.</summary>
internal sealed record ObjectsAnswer(
    [property: JsonPropertyName("urls")] Dictionary<string, string> Urls,
    [property: JsonPropertyName("sizes")] Dictionary<string, long> Sizes);

/// <summary>The three addresses of one object.</summary>
internal sealed record BlobAnswer(
    [property: JsonPropertyName("head")] string Head,
    [property: JsonPropertyName("get")] string Get,
    [property: JsonPropertyName("put")] string Put);

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(ObjectsAnswer))]
[JsonSerializable(typeof(BlobAnswer))]
internal sealed partial class ObjectsJson : JsonSerializerContext;
