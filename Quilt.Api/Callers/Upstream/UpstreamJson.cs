using System.Text.Json.Serialization;
using Quilt.Api.Callers.Accounts;
using Quilt.Api.Callers.Revocations;

namespace Quilt.Api.Callers.Upstream;

/// <summary>The sign-in service's answer to a request for a token.</summary>
internal sealed record TokenAnswer(string? AccessToken, long ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(RevocationPage))]
[JsonSerializable(typeof(KnownAccount))]
[JsonSerializable(typeof(AccountPage))]
[JsonSerializable(typeof(AccountEventPage))]
internal sealed partial class UpstreamJson : JsonSerializerContext;
