using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>A revision with all that is needed to fetch it.</summary>
/// <param name="Contents">The whole tree, whatever part was asked for.</param>
/// <param name="Urls">A presigned address for each object asked for, by hash.</param>
/// <param name="Sizes">The size of each object asked for, by hash.</param>
/// <param name="CreatedBy">Who pushed the revision first.</param>
/// <param name="CreatedAt">When it was pushed first.</param>
/// <param name="UpdatedBy">Who pushed it last.</param>
/// <param name="UpdatedAt">When it was pushed last.</param>
public sealed record PackageInstall(
    PackageNode Contents,
    IReadOnlyDictionary<string, string> Urls,
    IReadOnlyDictionary<string, long> Sizes,
    string? CreatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset CreatedAt,
    string? UpdatedBy,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset UpdatedAt);
