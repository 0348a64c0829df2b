namespace Quilt.Client;

/// <summary>A package of an owner.</summary>
/// <param name="Name">Its name without the owner.</param>
/// <param name="IsPublic">Whether everybody may see it.</param>
/// <param name="IsTeam">Whether everybody who is signed in may see it.</param>
public sealed record OwnedPackage(string Name, bool IsPublic, bool IsTeam);

/// <summary>A public package that was pushed lately.</summary>
/// <param name="Owner">The user whose package it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="UpdatedAt">When it was pushed last.</param>
public sealed record RecentPackage(string Owner, string Name, DateTimeOffset UpdatedAt);

internal sealed record PackageHashes(IReadOnlyList<string> Hashes);

internal sealed record OwnedPackages(IReadOnlyList<OwnedPackage> Packages);

internal sealed record RecentPackages(IReadOnlyList<RecentPackage> Packages);
