namespace Quilt.Client;

/// <summary>A package that a search found.</summary>
/// <param name="Owner">The user whose package it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPublic">Whether everybody may see it.</param>
/// <param name="IsTeam">Whether everybody who is signed in may see it.</param>
/// <param name="ReadmePreview">The start of its README's text, if it has one.</param>
/// <param name="Rank">How well it fits; the more the better.</param>
public sealed record FoundPackage(string Owner, string Name, bool IsPublic, bool IsTeam, string? ReadmePreview, double Rank = 0);

internal sealed record FoundPackages(IReadOnlyList<FoundPackage> Packages);
