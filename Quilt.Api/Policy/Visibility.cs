using Npgsql;
using Quilt.Api.Callers;

namespace Quilt.Api.Policy;

/// <summary>
/// The one rule of who sees a package: a user with access, everyone where it is public (and anonymous access is
/// allowed), every member where it is shared with the team (and team access is allowed). Once in SQL, once in memory.
/// </summary>
internal static class Visibility
{
    /// <summary>
    /// The SQL predicate on a <c>packages</c> row named <c>p</c>. It needs the parameters that
    /// <see cref="AddViewer"/> adds; the access look-up is one probe of the table's primary key.
    /// </summary>
    public const string Sql =
        "((p.is_public AND @sees_public) OR (p.is_team AND @sees_team) OR " +
        "EXISTS (SELECT 1 FROM access a WHERE a.package_id = p.id AND a.user_name = @viewer))";

    /// <summary>Adds the parameters of <see cref="Sql"/>.</summary>
    public static void AddViewer(this NpgsqlParameterCollection parameters, Caller caller, RegistryPolicy policy)
    {
        parameters.AddWithValue("sees_public", policy.AllowAnonymousAccess);
        parameters.AddWithValue("sees_team", policy.AllowTeamAccess && !caller.IsAnonymous);
        // The empty name of anonymous callers is nobody's: user names have at least one character.
        parameters.AddWithValue("viewer", caller.UserName);
    }

    /// <summary>The same rule for a package already in memory.</summary>
    public static bool Sees(Caller caller, RegistryPolicy policy, bool isPublic, bool isTeam, IReadOnlySet<string> users) =>
        (isPublic && policy.AllowAnonymousAccess)
        || (isTeam && policy.AllowTeamAccess && !caller.IsAnonymous)
        || (!caller.IsAnonymous && users.Contains(caller.UserName));
}
