namespace Quilt.Auth.PersonalTokens;

/// <summary>A personal access token, or the short-lived token that a workload got for its proof. The token itself is not kept.</summary>
internal sealed class PersonalToken
{
    public const int NameLength = 100;

    public required Guid Id { get; init; }

    /// <summary>The SHA-256 of the token.</summary>
    public required byte[] Hash { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>The account's generation when it was made; it ends when that is raised.</summary>
    public required int Generation { get; init; }

    public required string Name { get; init; }

    public required TokenScopes Scopes { get; init; }

    /// <summary>The only owner whose packages it reaches.</summary>
    public string? Owner { get; init; }

    /// <summary>The only packages it reaches, as <c>owner/name</c>.</summary>
    public string[]? Packages { get; init; }

    /// <summary>The trusted publisher it was given through; null for those that people make.</summary>
    public Guid? PublisherId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To the minute, and a little late: uses are written in batches.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
