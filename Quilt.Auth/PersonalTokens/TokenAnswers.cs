namespace Quilt.Auth.PersonalTokens;

/// <summary>A token as its owner sees it. Times are Unix seconds.</summary>
internal sealed record ListedToken(
    Guid Id, string Name, string[] Scopes, string? Owner, string[]? Packages, double CreatedAt, double? ExpiresAt, double? LastUsedAt)
{
    public static ListedToken Of(PersonalToken token) => new(
        token.Id, token.Name, TokenScopeNames.NamesOf(token.Scopes), token.Owner, token.Packages,
        UnixTime.Of(token.CreatedAt), UnixTime.Of(token.ExpiresAt), UnixTime.Of(token.LastUsedAt));
}

internal sealed record TokenList(IReadOnlyList<ListedToken> Tokens);

/// <summary>A new token. The secret is told here and never again.</summary>
internal sealed record NewToken(
    string Token, Guid Id, string Name, string[] Scopes, string? Owner, string[]? Packages, double CreatedAt, double? ExpiresAt)
{
    public static NewToken Of(string secret, PersonalToken token)
    {
        var listed = ListedToken.Of(token);
        return new(secret, listed.Id, listed.Name, listed.Scopes, listed.Owner, listed.Packages, listed.CreatedAt, listed.ExpiresAt);
    }
}

/// <summary>What the registry is told of a token.</summary>
/// <param name="SessionId">What else it ends with: the trusted publisher that it came through.</param>
internal sealed record KnownToken(
    Guid Id, Guid? SessionId, Guid UserId, string UserName, string? Email, bool IsAdmin, int Generation, double? ExpiresAt, string[] Scopes, string? Owner, string[]? Packages)
{
    public static KnownToken Of(LiveToken live) => new(
        live.Token.Id, live.Token.PublisherId, live.Token.UserId, live.UserName, live.Email, live.IsAdmin, live.Token.Generation,
        UnixTime.Of(live.Token.ExpiresAt), TokenScopeNames.NamesOf(live.Token.Scopes), live.Token.Owner, live.Token.Packages);
}

internal static class UnixTime
{
    public static double Of(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).TotalSeconds;

    public static double? Of(DateTimeOffset? at) => at is { } some ? Of(some) : null;

    /// <summary>Null where the number is no time that a calendar has.</summary>
    public static DateTimeOffset? Read(double seconds) =>
        seconds is >= 0 and < 253_402_300_800 ? DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds) : null;
}
