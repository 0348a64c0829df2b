using System.Reflection;
using Microsoft.AspNetCore.Components;
using Quilt.Catalog.Frame;

namespace Quilt.Catalog.Packages;

/// <summary>One of the pages that a package's header leads to.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="Path">Its address below the package's.</param>
/// <param name="OfRevision">Whether it shows one revision, so that the revision is kept from tab to tab.</param>
/// <param name="For">Whom it is for.</param>
/// <param name="Count">How many things it has; null where nobody counts.</param>
internal sealed record PackageTab(
    string Label, string Path, bool OfRevision = false, PackageTabFor For = PackageTabFor.Everybody, Func<PackageGlance, long>? Count = null)
{
    /// <summary>In their order; those whose page exists.</summary>
    public static readonly IReadOnlyList<PackageTab> All = [.. ((PackageTab[])
    [
        new("Overview", "", OfRevision: true),
        new("Files", "/files", OfRevision: true),
        new("Revisions", "/revisions", Count: package => package.Revisions),
        new("Comments", "/comments", Count: package => package.Revision.Comments),
        new("Activity", "/activity"),
        new("Access", "/access", For: PackageTabFor.Members),
        new("Settings", "/settings", For: PackageTabFor.Owner),
    ]).Where(tab => Pages.Contains("/package/{Owner}/{Name}" + tab.Path))];

    private static HashSet<string> Pages => [.. typeof(App).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template)];

    public bool IsFor(PackageGlance package, string? userName) => For switch
    {
        PackageTabFor.Members => userName is not null,
        PackageTabFor.Owner => userName == package.Owner,
        _ => true,
    };

    /// <summary>Whether a page at that address belongs to this tab.</summary>
    public bool Holds(PackageGlance package, string path)
    {
        var rest = path[Math.Min(path.Length, $"/package/{package.Owner}/{package.Name}".Length)..].TrimEnd('/');
        return Path.Length == 0 ? rest.Length == 0 : rest == Path || rest.StartsWith(Path + "/", StringComparison.Ordinal) || (Path == "/revisions" && rest.StartsWith("/compare", StringComparison.Ordinal));
    }
}

/// <summary>Whom a tab is for.</summary>
internal enum PackageTabFor
{
    Everybody,
    Members,
    Owner,
}
