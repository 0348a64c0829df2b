namespace Quilt.Auth.PersonalTokens;

/// <summary>What a token may be, and that it is never wider than the token it is made with.</summary>
internal sealed class TokenRules(PersonalTokenOptions options, TimeProvider time)
{
    private const int MostPackages = 100;

    /// <summary>The grant that a wish comes to, or why it may not be.</summary>
    public (TokenGrant? Grant, TokenRefusal? Refusal) Check(TokenWish wish, TokenMaker maker)
    {
        if (FindProblem(wish, maker, out var scopes) is { } problem)
        {
            return (null, problem);
        }

        var grant = new TokenGrant(scopes, wish.Owner, wish.Packages is null ? null : [.. wish.Packages.Select(name => name!).Distinct(StringComparer.Ordinal)], wish.ExpiresAt);
        return FindWidening(grant, maker.Grant) is { } wider ? (null, new(403, wider)) : (grant, null);
    }

    private TokenRefusal? FindProblem(TokenWish wish, TokenMaker maker, out TokenScopes scopes)
    {
        scopes = TokenScopeNames.Parse(wish.Scopes) ?? TokenScopes.None;
        var now = time.GetUtcNow();
        return wish switch
        {
            _ when wish.Name.Trim().Length == 0 || wish.Name.Length > PersonalToken.NameLength || wish.Name.Any(char.IsControl) =>
                new(400, $"Give the token a name of at most {PersonalToken.NameLength} characters, so that you know it again.", "name"),
            _ when scopes == TokenScopes.None => new(400, "Choose at least one scope: read, write, admin. There are no others.", "scopes"),
            { Owner: not null, Packages: not null } => new(400, "Restrict the token either to one owner or to named packages, not to both.", "reach"),
            { Owner: { } owner } when !PackageNames.IsOwner(owner) => new(400, "The owner is no possible user name.", "owner"),
            { Packages.Count: 0 or > MostPackages } => new(400, $"Name 1 to {MostPackages} packages.", "packages"),
            { Packages: { } packages } when packages.FirstOrDefault(name => name is null || !PackageNames.IsFullName(name)) is { } wrong =>
                new(400, $"'{wrong}' is not the name of a package. Write owner/name.", "packages"),
            { Packages: { } packages } when packages.Any(name => name is null) => new(400, "A package is named by owner/name.", "packages"),
            { ExpiresAt: null } when !options.AllowUnlimited => new(400, "Tokens without an end are not allowed here. Say when it expires.", "expires"),
            { ExpiresAt: { } end } when end <= now => new(400, "The token would have expired already. Choose a later time.", "expires"),
            _ when scopes.HasFlag(TokenScopes.Admin) && !maker.IsAdmin => new(403, "Only an admin may have a token with the scope admin.", "scopes"),
            _ when scopes.HasFlag(TokenScopes.Admin) && (wish.Owner is not null || wish.Packages is not null) =>
                new(400, "The scope admin cannot be restricted to packages. Leave it out, or let the token reach all packages.", "reach"),
            _ => null,
        };
    }

    /// <summary>How a token made with another would be wider than that one.</summary>
    private static string? FindWidening(TokenGrant wanted, TokenGrant? own) => own switch
    {
        null => null,
        { ManagesTokens: false } => "This token may not make tokens. Sign in, or use one with the scope admin that reaches all packages.",
        _ when (wanted.Scopes & ~own.Scopes) != TokenScopes.None => "A token cannot make one with scopes that it does not have itself.",
        { ExpiresAt: { } end } when wanted.ExpiresAt is null || wanted.ExpiresAt > end => "A token cannot make one that outlives it.",
        _ => null,
    };
}
