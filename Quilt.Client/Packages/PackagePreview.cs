using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>What a person wants to know about a revision before installing it.</summary>
/// <param name="Preview">The top of the tree, sorted, cut where it is long or deep.</param>
/// <param name="ReadmeUrl">A presigned address of the README, if there is one.</param>
/// <param name="ReadmePreview">The start of the README's text, if there is one.</param>
/// <param name="CreatedBy">Who pushed the revision first.</param>
/// <param name="CreatedAt">When it was pushed first.</param>
/// <param name="UpdatedBy">Who pushed it last.</param>
/// <param name="UpdatedAt">When it was pushed last.</param>
/// <param name="IsPublic">Whether everybody may see the package.</param>
/// <param name="IsTeam">Whether everybody who is signed in may see the package.</param>
/// <param name="TotalSizeUncompressed">The bytes of all objects together.</param>
/// <param name="FileTypes">How many files there are by extension (<c>.csv</c>; empty for none).</param>
/// <param name="LogCount">How many pushes the package has had.</param>
public sealed record PackagePreview(
    IReadOnlyList<PreviewNode> Preview,
    string? ReadmeUrl,
    string? ReadmePreview,
    string? CreatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset CreatedAt,
    string? UpdatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset UpdatedAt,
    bool IsPublic,
    bool IsTeam,
    long TotalSizeUncompressed,
    IReadOnlyDictionary<string, long> FileTypes,
    long LogCount);
