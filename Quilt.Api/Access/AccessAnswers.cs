using System.Text.Json.Serialization;

namespace Quilt.Api.Access;

/// <param name="Users">User names, the pseudo-users <c>public</c> and <c>team</c> among them.</param>
internal sealed record AccessList(IReadOnlyList<string> Users);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AccessList))]
internal sealed partial class AccessJson : JsonSerializerContext;
