using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>What a personal access token is to be.</summary>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Scopes">What it may do: <c>read</c>, <c>write</c>, <c>admin</c>.</param>
/// <param name="Packages">The only packages it reaches, as <c>owner/name</c>; null for all.</param>
/// <param name="Owner">The only owner whose packages it reaches; null for all.</param>
/// <param name="ExpiresAt">When it ends; null for never, where the registry allows that.</param>
public sealed record PersonalTokenWish(
    string Name,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? Packages = null,
    string? Owner = null,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset? ExpiresAt = null);

/// <summary>A personal access token that was just made.</summary>
/// <param name="Token">The token itself, which is told this once.</param>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Name">What its owner calls it.</param>
public sealed record NewPersonalToken(string Token, Guid Id, string Name);

/// <summary>A personal access token, without its secret.</summary>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Owner">The only owner whose packages it reaches; null for all.</param>
/// <param name="Packages">The only packages it reaches; null for all.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null for never.</param>
public sealed record PersonalToken(
    Guid Id,
    string Name,
    IReadOnlyList<string> Scopes,
    string? Owner,
    IReadOnlyList<string>? Packages,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset CreatedAt,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset? ExpiresAt,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset? LastUsedAt);

internal sealed record PersonalTokens(IReadOnlyList<PersonalToken> Tokens);
