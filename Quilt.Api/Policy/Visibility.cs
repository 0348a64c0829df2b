using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Callers.Grants;
using Quilt.Api.Packages;

namespace Quilt.Api.Policy;

/// <summary>
/// The one rule of who sees a package: a user with access, everyone where it is public (and anonymous access is
/// allowed), every member where it is shared with the team (and team access is allowed). A token that is restricted to
/// packages sees no others but public ones. Once in SQL, once in memory.
/// </summary>
internal static class Visibility
{
    /// <summary>
    /// The SQL predicate on a <c>packages</c> row named <c>p</c>. It needs the parameters that
    /// <see cref="AddViewer"/> adds; the access look-up is one probe of the table's primary key.
    /// </summary>
    public const string Sql =
        "((p.is_public AND @sees_public) OR (" + ReachSql + " AND ((p.is_team AND @sees_team) OR " +
        "EXISTS (SELECT 1 FROM access a WHERE a.package_id = p.id AND a.user_name = @viewer))))";

    /// <summary>Whether the viewer's token is for the <c>packages</c> row named <c>p</c>. Looks at nothing but the row.</summary>
    public const string ReachSql = "(@reaches_all OR p.owner = @reached_owner OR p.owner || '/' || p.name = ANY(@reached_packages))";

    /// <summary>Adds the parameters of <see cref="Sql"/>.</summary>
    public static void AddViewer(this NpgsqlParameterCollection parameters, Caller caller, RegistryPolicy policy)
    {
        parameters.AddWithValue("sees_public", policy.AllowAnonymousAccess);
        parameters.AddWithValue("sees_team", policy.AllowTeamAccess && !caller.IsAnonymous);
        // The empty name of anonymous callers is nobody's: user names have at least one character.
        parameters.AddWithValue("viewer", caller.UserName);
        parameters.AddReach(caller);
    }

    /// <summary>Adds the parameters of <see cref="ReachSql"/>.</summary>
    public static void AddReach(this NpgsqlParameterCollection parameters, Caller caller)
    {
        var reach = caller.Grant?.Reach ?? Reach.All;
        parameters.AddWithValue("reaches_all", reach.IsAll);
        parameters.AddWithValue("reached_owner", reach.Owner ?? string.Empty);
        parameters.AddWithValue("reached_packages", reach.Names ?? []);
    }

    /// <summary>The same rule for a package already in memory.</summary>
    public static bool Sees(Caller caller, RegistryPolicy policy, PackageState package) =>
        (package.IsPublic && policy.AllowAnonymousAccess)
        || (!caller.IsAnonymous
            && caller.Reaches(package.Owner, package.Name)
            && ((package.IsTeam && policy.AllowTeamAccess) || package.Users.Contains(caller.UserName)));
}
