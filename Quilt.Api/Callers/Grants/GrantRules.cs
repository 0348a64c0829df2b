namespace Quilt.Api.Callers.Grants;

/// <summary>The one place that holds restricted tokens to what they were made for.</summary>
internal static class GrantRules
{
    /// <summary>
    /// Why a token may not call an endpoint, or null. It looks at the names in the route and not at what exists, so the
    /// answer tells nothing of that.
    /// </summary>
    public static string? FindRefusal(Grant grant, CallerRequirementMetadata need, RouteValueDictionary route)
    {
        if (need.Scope == TokenScopes.None)
        {
            return "A restricted token may not do this. Sign in for it.";
        }

        if (!grant.Scopes.HasFlag(need.Scope))
        {
            return $"This token lacks the scope {Grant.NameOf(need.Scope)}, which this needs.";
        }

        if (!need.WithinReach || grant.Reach.IsAll || route["owner"] is not string owner)
        {
            return null;
        }

        return route["package"] is string package
            ? grant.Reach.Holds(owner, package) ? null : $"This token is not for the package {owner}/{package}."
            : grant.Reach.HoldsOwner(owner) ? null : $"This token is not for all packages of {owner}.";
    }
}
