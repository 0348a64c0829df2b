using System.Text.Json.Serialization;
using Quilt.Client.Json;

namespace Quilt.Client;

/// <summary>Whom to trust to push to a package: either an issuer with claims, or a repository on GitHub.</summary>
/// <param name="Issuer">The OpenID Connect issuer, as its tokens name it.</param>
/// <param name="Claims">What each claim must be, to the letter.</param>
/// <param name="Github">In place of both: a repository on GitHub.</param>
/// <param name="Audience">For whom the tokens must be made out; null for the registry's own address.</param>
public sealed record TrustedPublisherWish(
    string? Issuer = null, IReadOnlyDictionary<string, string>? Claims = null, GitHubWorkflow? Github = null, string? Audience = null);

/// <summary>A workflow of GitHub Actions.</summary>
/// <param name="Repository">As <c>owner/name</c>.</param>
/// <param name="Workflow">The name of its file; needs <paramref name="Ref"/>.</param>
/// <param name="Ref">Such as <c>refs/heads/main</c>.</param>
/// <param name="Environment">The environment that it runs in.</param>
public sealed record GitHubWorkflow(string Repository, string? Workflow = null, string? Ref = null, string? Environment = null);

/// <summary>Somebody who is trusted to push to a package.</summary>
/// <param name="Id">By which it is removed.</param>
/// <param name="Package">The package's name, without its owner.</param>
/// <param name="Issuer">The issuer of its tokens.</param>
/// <param name="Audience">For whom they must be made out.</param>
/// <param name="Claims">What each claim must be.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="LastUsedAt">When it last got a token; null for never.</param>
public sealed record TrustedPublisher(
    Guid Id,
    string Package,
    string Issuer,
    string Audience,
    IReadOnlyDictionary<string, string> Claims,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset CreatedAt,
    [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset? LastUsedAt);

/// <summary>A token that a workload got to push with.</summary>
/// <param name="Token">The token.</param>
/// <param name="Package">Where it pushes, as <c>owner/name</c>.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record PushToken(string Token, string Package, [property: JsonConverter(typeof(UnixTimeConverter))] DateTimeOffset ExpiresAt);

internal sealed record TrustedPublishers(IReadOnlyList<TrustedPublisher> Publishers);

internal sealed record ExchangeBody(string Package, string Token);
