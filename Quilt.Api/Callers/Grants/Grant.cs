namespace Quilt.Api.Callers.Grants;

/// <summary>What a token that does not do all that its account may is restricted to. Immutable; requests share it.</summary>
/// <param name="Scopes">What it is for.</param>
/// <param name="Reach">On which packages.</param>
internal sealed record Grant(TokenScopes Scopes, Reach Reach)
{
    private static readonly (string Name, TokenScopes Scope)[] Names = [("read", TokenScopes.Read), ("write", TokenScopes.Write), ("admin", TokenScopes.Admin)];

    /// <summary>The scopes among <paramref name="names"/>, which may hold others (those of OpenID Connect).</summary>
    public static TokenScopes ScopesAmong(IEnumerable<string> names) =>
        Names.Where(scope => names.Contains(scope.Name)).Aggregate(TokenScopes.None, (all, scope) => all | scope.Scope);

    public static string NameOf(TokenScopes scope) => Names.First(name => name.Scope == scope).Name;
}
