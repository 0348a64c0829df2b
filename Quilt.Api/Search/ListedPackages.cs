using Quilt.Api.Callers;
using Quilt.Api.Policy;

namespace Quilt.Api.Search;

/// <summary>
/// The SQL that finds visible packages without words, by name or newest first, up to a number of them. It is written for
/// what is asked, so that each part reads the head of one index and nothing is sorted but what was found:
/// <list type="bullet">
/// <item>of one owner, a range of the index on (owner, name);</item>
/// <item>public ones by time, <c>ix_packages_recent</c>; those of the team by time, <c>ix_packages_team_recent</c>; both by
/// name, <c>ix_packages_shared_names</c>;</item>
/// <item>those that are shared with the viewer by name only, the viewer's range of the access table's index on (user, package),
/// and a probe of the packages' primary key for each.</item>
/// </list>
/// Visibility is a filter on what they find. Who is not logged in sees nothing but public ones.
/// </summary>
internal static class ListedPackages
{
    private const string Columns = "SELECT p.owner, p.name, p.is_public, p.is_team, p.updated_at, p.shown_revision_id, 0::real AS rank FROM ";

    private const string Rule = " AND p.shown_revision_id IS NOT NULL AND " + Visibility.Sql;

    /// <summary>Public ones among them are told by what they are not, since by what they are the index by time would fit too.</summary>
    private const string SharedByName = "packages p WHERE (p.is_public OR p.is_team)";

    /// <summary>The packages, with the columns of <see cref="PackageFinder"/>, in the order that it asks for by <c>@sort</c>.</summary>
    public static string Sql(FindQuery query, Caller caller)
    {
        var order = query.Sort == "newest" ? "p.updated_at DESC, lower(p.name) COLLATE \"C\", p.owner COLLATE \"C\"" : "lower(p.name) COLLATE \"C\", p.owner COLLATE \"C\"";
        return string.Join(" UNION ALL ", Parts(query, caller).Select(part => $"({Columns}{part}{Rule} ORDER BY {order} LIMIT @most)"));
    }

    private static IEnumerable<string> Parts(FindQuery query, Caller caller)
    {
        if (query.Owner.Length > 0)
        {
            yield return "packages p WHERE p.owner = @owner" + query.Visibility switch
            {
                "public" => " AND p.is_public",
                "team" => " AND p.is_team AND NOT p.is_public",
                "private" => " AND NOT p.is_team AND NOT p.is_public",
                _ => "",
            };
            yield break;
        }

        // Who is not logged in sees none but public ones: the rule would leave the others out one by one.
        if (caller.IsAnonymous && query.Visibility is not ("" or "public"))
        {
            yield return "packages p WHERE false";
            yield break;
        }

        var visibility = caller.IsAnonymous ? "public" : query.Visibility;
        var byTime = query.Sort == "newest";
        if (visibility is "" or "public")
        {
            yield return byTime ? "packages p WHERE p.is_public" : visibility.Length == 0 ? SharedByName : SharedByName + " AND (p.is_public OR NOT p.is_team)";
        }

        if (visibility == "team" || (visibility.Length == 0 && byTime))
        {
            yield return "packages p WHERE p.is_team AND NOT p.is_public";
        }

        if (visibility is "" or "private")
        {
            yield return "access a JOIN packages p ON p.id = a.package_id WHERE a.user_name = @viewer AND NOT p.is_team AND NOT p.is_public";
        }
    }
}
