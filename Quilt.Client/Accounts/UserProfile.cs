namespace Quilt.Client;

/// <summary>What the caller has in the registry.</summary>
/// <param name="Packages">The caller's packages and those of others.</param>
/// <param name="Plan">What the caller pays for; null where nothing is.</param>
/// <param name="HaveCreditCard">Whether a payment is set up; null where nothing is to be paid.</param>
/// <param name="IsAdmin">Whether the caller administers the registry.</param>
public sealed record UserProfile(ProfilePackages Packages, string? Plan, bool? HaveCreditCard, bool IsAdmin);

/// <summary>The packages of a profile, by owner and name.</summary>
/// <param name="Own">The caller's own.</param>
/// <param name="Shared">Those of others that the caller was given access to by name.</param>
public sealed record ProfilePackages(IReadOnlyList<ProfilePackage> Own, IReadOnlyList<ProfilePackage> Shared);

/// <summary>A package of a profile.</summary>
/// <param name="Owner">The user whose package it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPublic">Whether everybody may see it.</param>
/// <param name="IsTeam">Whether everybody who is signed in may see it.</param>
public sealed record ProfilePackage(string Owner, string Name, bool IsPublic, bool IsTeam);
