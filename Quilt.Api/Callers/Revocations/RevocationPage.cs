using System.Text.Json.Serialization;

namespace Quilt.Api.Callers.Revocations;

/// <summary>An answer of the revocation feed.</summary>
/// <param name="Last">Where to go on from.</param>
/// <param name="Revocations">What came after the place asked from, in order.</param>
internal sealed record RevocationPage([property: JsonRequired] long Last, [property: JsonRequired] IReadOnlyList<Revocation> Revocations);

/// <summary>Tokens that are no longer accepted.</summary>
/// <param name="Kind"><c>token</c>, <c>session</c> or <c>user</c>.</param>
/// <param name="Id">The id of what was revoked.</param>
/// <param name="Generation">Of a user: the generation below which tokens are refused.</param>
/// <param name="Disabled">Of a user: whether the account is disabled.</param>
internal sealed record Revocation([property: JsonRequired] string Kind, [property: JsonRequired] string Id, long? Generation, bool Disabled);
