using System.Text.Json.Serialization;
using Quilt.Api.Callers.Accounts;
using Quilt.Api.Callers.Revocations;
using Quilt.Api.Moves.Handovers;

namespace Quilt.Api.Callers.Upstream;

/// <summary>The sign-in service's answer to a request for a token.</summary>
internal sealed record TokenAnswer(string? AccessToken, long ExpiresIn);

/// <summary>The sign-in service's word on a personal token.</summary>
/// <param name="SessionId">What else it ends with; null where there is nothing.</param>
/// <param name="ExpiresAt">In Unix seconds; null for never.</param>
internal sealed record KnownToken(
    [property: JsonRequired] string Id,
    string? SessionId,
    [property: JsonRequired] string UserId,
    [property: JsonRequired] string UserName,
    string? Email,
    [property: JsonRequired] bool IsAdmin,
    [property: JsonRequired] long Generation,
    double? ExpiresAt,
    [property: JsonRequired] IReadOnlyList<string> Scopes,
    string? Owner,
    IReadOnlyList<string>? Packages);

/// <param name="At">In Unix seconds.</param>
internal sealed record UsedToken(string Id, long At);

/// <summary>When tokens were used.</summary>
internal sealed record UsedTokens(IReadOnlyList<UsedToken> Uses);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(RevocationPage))]
[JsonSerializable(typeof(KnownToken))]
[JsonSerializable(typeof(UsedTokens))]
[JsonSerializable(typeof(KnownAccount))]
[JsonSerializable(typeof(AccountPage))]
[JsonSerializable(typeof(AccountEventPage))]
[JsonSerializable(typeof(SignUpState))]
[JsonSerializable(typeof(Handover))]
[JsonSerializable(typeof(HandoverReport))]
internal sealed partial class UpstreamJson : JsonSerializerContext;
