using Quilt.Auth.Tokens;

namespace Quilt.Auth.PersonalTokens;

/// <summary>What a restricted token is for. None of them includes another.</summary>
[Flags]
internal enum TokenScopes
{
    None = 0,

    /// <summary>Reading packages.</summary>
    Read = 1,

    /// <summary>What the owner of a package does: pushing, tags, versions, access, deletion; and comments.</summary>
    Write = 2,

    /// <summary>What only admins do.</summary>
    Admin = 4,
}

internal static class TokenScopeNames
{
    private static readonly (string Name, TokenScopes Scope)[] All = [(RegistryScopes.Read, TokenScopes.Read), (RegistryScopes.Write, TokenScopes.Write), (RegistryScopes.Admin, TokenScopes.Admin)];

    /// <summary>The scopes named, or null where a name is none.</summary>
    public static TokenScopes? Parse(IEnumerable<string?> names)
    {
        var scopes = TokenScopes.None;
        foreach (var name in names)
        {
            var known = All.FirstOrDefault(scope => scope.Name == name);
            if (known.Name is null)
            {
                return null;
            }

            scopes |= known.Scope;
        }

        return scopes;
    }

    /// <summary>The scopes among the names, which may hold others (those of OpenID Connect).</summary>
    public static TokenScopes Among(IEnumerable<string> names) =>
        All.Where(scope => names.Contains(scope.Name)).Aggregate(TokenScopes.None, (all, scope) => all | scope.Scope);

    public static string[] NamesOf(TokenScopes scopes) => [.. All.Where(scope => scopes.HasFlag(scope.Scope)).Select(scope => scope.Name)];
}
