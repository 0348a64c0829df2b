using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>What there is to know about a revision.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="IsLatest">Whether it is the one that is shown where none is named.</param>
/// <param name="IsPublic">Whether everybody may see the package.</param>
/// <param name="IsTeam">Whether everybody who is signed in may see the package.</param>
/// <param name="CreatedBy">Who pushed it first.</param>
/// <param name="CreatedAt">When it was pushed first.</param>
/// <param name="UpdatedBy">Who pushed it last.</param>
/// <param name="UpdatedAt">When it was pushed last.</param>
/// <param name="Objects">How many objects it has.</param>
/// <param name="TotalSize">The bytes of all objects together.</param>
/// <param name="FileTypes">How many files there are by extension (<c>.csv</c>; empty for none).</param>
/// <param name="ReadmeHash">The object that holds its README, if it has one.</param>
/// <param name="Readme">The start of the README's text, where it was asked for.</param>
/// <param name="Tags">The tags that point to it.</param>
/// <param name="Versions">The versions that name it, newest last.</param>
/// <param name="Pushes">How many pushes the package has had.</param>
/// <param name="Comments">How many comments the package has.</param>
public sealed record RevisionFacts(
    string Hash,
    bool IsLatest,
    bool IsPublic,
    bool IsTeam,
    string CreatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset CreatedAt,
    string UpdatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset UpdatedAt,
    int Objects,
    long TotalSize,
    IReadOnlyDictionary<string, long> FileTypes,
    string? ReadmeHash,
    string? Readme,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Versions,
    long Pushes,
    long Comments);
