using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>What to look for.</summary>
/// <param name="Words">The words that must occur; empty for all packages.</param>
/// <param name="Owner">Whose packages; empty for anybody's.</param>
/// <param name="Visibility"><c>public</c>, <c>team</c>, <c>private</c>; empty for all.</param>
/// <param name="Sort"><c>relevance</c>, <c>newest</c> or <c>name</c>; empty for the first of them.</param>
public sealed record PackageQuery(string Words = "", string Owner = "", string Visibility = "", string Sort = "");

/// <summary>A page of what was found.</summary>
/// <param name="Total">How many were found; beyond 1,000 nobody counts.</param>
/// <param name="Offset">How many come before these.</param>
/// <param name="Packages">Some of them.</param>
public sealed record FoundPage(int Total, int Offset, IReadOnlyList<ListedPackage> Packages);

/// <summary>A package as a list shows it.</summary>
/// <param name="Owner">The user whose package it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPublic">Whether everybody may see it.</param>
/// <param name="IsTeam">Whether everybody who is signed in may see it.</param>
/// <param name="UpdatedAt">When it was pushed to last.</param>
/// <param name="TotalSize">Bytes of the revision that is shown.</param>
/// <param name="ReadmePreview">The start of its README's text, if it has one.</param>
public sealed record ListedPackage(
    string Owner,
    string Name,
    bool IsPublic,
    bool IsTeam,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset UpdatedAt,
    long TotalSize,
    string? ReadmePreview);

/// <summary>A package whose name begins as somebody typed.</summary>
/// <param name="Owner">The user whose package it is.</param>
/// <param name="Name">Its name.</param>
public sealed record SuggestedPackage(string Owner, string Name);

internal sealed record SuggestedPackages(IReadOnlyList<SuggestedPackage> Packages);
