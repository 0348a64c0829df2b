using System.Text.Json.Serialization;

namespace Quilt.Api.Profile;

/// <summary>What a user has here.</summary>
/// <param name="Plan">Always null: there is nothing to pay for.</param>
/// <param name="HaveCreditCard">Always null, for the same reason.</param>
internal sealed record ProfileAnswer(ProfilePackages Packages, string? Plan, bool? HaveCreditCard, bool IsAdmin);

/// <param name="Own">The user's packages.</param>
/// <param name="Shared">The packages of others that the user was given access to by name.</param>
internal sealed record ProfilePackages(IReadOnlyList<ProfilePackage> Own, IReadOnlyList<ProfilePackage> Shared);

internal sealed record ProfilePackage(string Owner, string Name, bool IsPublic, bool IsTeam);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProfileAnswer))]
internal sealed partial class ProfileJson : JsonSerializerContext;
