namespace Quilt.Api.SignIn;

// What the calls about tokens take and answer, for the OpenAPI document. The sign-in service reads and writes it.

/// <param name="Name">What the owner calls it.</param>
/// <param name="Scopes">Of <c>read</c>, <c>write</c>, <c>admin</c>.</param>
/// <param name="Packages">The only packages it reaches, as <c>owner/name</c>.</param>
/// <param name="Owner">The only owner whose packages it reaches.</param>
/// <param name="ExpiresAt">In Unix seconds; null for never, where that is allowed.</param>
internal sealed record NewTokenBody(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Packages = null, string? Owner = null, double? ExpiresAt = null);

/// <param name="Token">The token. It is told this once.</param>
/// <param name="CreatedAt">In Unix seconds.</param>
/// <param name="ExpiresAt">In Unix seconds; null for never.</param>
internal sealed record NewTokenAnswer(
    string Token, string Id, string Name, IReadOnlyList<string> Scopes, string? Owner, IReadOnlyList<string>? Packages, double CreatedAt, double? ExpiresAt);

internal sealed record TokenListAnswer(IReadOnlyList<TokenItem> Tokens);

/// <param name="CreatedAt">In Unix seconds.</param>
/// <param name="ExpiresAt">In Unix seconds; null for never.</param>
/// <param name="LastUsedAt">In Unix seconds, to the minute; null for never.</param>
internal sealed record TokenItem(
    string Id, string Name, IReadOnlyList<string> Scopes, string? Owner, IReadOnlyList<string>? Packages, double CreatedAt, double? ExpiresAt, double? LastUsedAt);

/// <param name="Issuer">The issuer, as its tokens name it.</param>
/// <param name="Audience">For whom its tokens must be made out; the registry's address where it is left out.</param>
/// <param name="Claims">What each claim must be, to the letter.</param>
/// <param name="Github">In place of issuer and claims: a repository on GitHub.</param>
internal sealed record NewPublisherBody(
    string? Issuer = null, string? Audience = null, IReadOnlyDictionary<string, string>? Claims = null, GitHubWorkflow? Github = null);

/// <param name="Repository">As <c>owner/name</c>.</param>
/// <param name="Workflow">The name of the workflow's file; needs the ref.</param>
/// <param name="Ref">Such as <c>refs/heads/main</c>.</param>
internal sealed record GitHubWorkflow(string Repository, string? Workflow = null, string? Ref = null, string? Environment = null);

internal sealed record PublisherListAnswer(IReadOnlyList<PublisherAnswer> Publishers);

/// <param name="CreatedAt">In Unix seconds.</param>
/// <param name="LastUsedAt">In Unix seconds; null for never.</param>
internal sealed record PublisherAnswer(
    string Id, string Package, string Issuer, string Audience, IReadOnlyDictionary<string, string> Claims, double CreatedAt, double? LastUsedAt);

/// <param name="Package">Where to push, as <c>owner/name</c>.</param>
/// <param name="Token">The workload's OpenID Connect token.</param>
internal sealed record ExchangeBody(string Package, string Token);

/// <param name="Token">Good for pushes to the package.</param>
/// <param name="ExpiresAt">In Unix seconds, a quarter of an hour from now.</param>
internal sealed record PushTokenAnswer(string Token, string Package, IReadOnlyList<string> Scopes, double ExpiresAt);
