namespace Quilt.Auth.PersonalTokens;

/// <summary>What a restricted token may be used for.</summary>
/// <param name="Scopes">For what.</param>
/// <param name="Owner">On whose packages only; null for those of all.</param>
/// <param name="Packages">On which packages only, as <c>owner/name</c>; null for all.</param>
/// <param name="ExpiresAt">Until when; null for ever.</param>
internal sealed record TokenGrant(TokenScopes Scopes, string? Owner, IReadOnlyList<string>? Packages, DateTimeOffset? ExpiresAt)
{
    public bool ReachesAll => Owner is null && Packages is null;

    /// <summary>Whether it may speak for the account itself: make tokens, and what else an admin does.</summary>
    public bool ManagesTokens => Scopes.HasFlag(TokenScopes.Admin) && ReachesAll;
}
