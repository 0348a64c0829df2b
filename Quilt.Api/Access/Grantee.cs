using System.Text.RegularExpressions;
using Quilt.Api.Invitations;
using Quilt.Api.Packages;

namespace Quilt.Api.Access;

/// <summary>
/// Who access is given to: a user, one of the pseudo-users that stand for everyone and for every member, or whoever will
/// sign in with an e-mail address.
/// </summary>
internal static partial class Grantee
{
    public const string Public = "public";

    public const string Team = "team";

    private const int MaxLength = 64;

    /// <summary>What is wrong with a grantee's name, or null.</summary>
    public static string? FindProblem(string name)
    {
        if (EmailAddress.IsMeant(name))
        {
            return EmailAddress.FindProblem(name);
        }

        return name.Length <= MaxLength && UserName().IsMatch(name)
            ? null
            : $"Username is not valid. Usernames start with a lower-case letter, contain only lower-case letters, digits and underscores, and have at most {MaxLength} characters.";
    }

    /// <summary>Whether the package is shared with the grantee by name.</summary>
    public static bool Has(PackageState package, string name) => name switch
    {
        Public => package.IsPublic,
        Team => package.IsTeam,
        _ => package.Users.Contains(name),
    };

    /// <summary>All grantees of a package, by name.</summary>
    public static IReadOnlyList<string> All(PackageState package)
    {
        var names = package.Users.ToList();
        if (package.IsPublic)
        {
            names.Add(Public);
        }

        if (package.IsTeam)
        {
            names.Add(Team);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex UserName();
}
