using System.Text.RegularExpressions;

namespace Quilt.Catalog.Packages;

/// <summary>What people type to get a package.</summary>
internal static partial class InstallLines
{
    private const int HashDigits = 12;

    /// <summary>The client's command, for the revision as it is asked for.</summary>
    public static string Shell(PackageGlance package, string path = "") =>
        $"quilt install {package.Owner}/{package.Name}{(path.Length > 0 ? "/" : "")}{path}{Option(package)}";

    /// <summary>The import.</summary>
    public static string Python(PackageGlance package) => $"from quilt.data.{package.Owner} import {package.Name}";

    /// <summary>Import and use of one node; null where its names are none for Python.</summary>
    public static string? Python(PackageGlance package, string path, bool isGroup)
    {
        var names = path.Split('/');
        return names.All(name => Identifier().IsMatch(name)) ? $"{Python(package)}\n{package.Name}.{string.Join('.', names)}{(isGroup ? "" : "()")}" : null;
    }

    private static string Option(PackageGlance package) => package.Asked switch
    {
        { Tag: { } tag } => $" -t {Quote(tag)}",
        { Version: { } version } => $" -v {Quote(version)}",
        { Hash: not null } => $" -x {package.Revision.Hash[..HashDigits]}",
        _ => "",
    };

    /// <summary>Tags may hold anything, and people paste this into a shell.</summary>
    private static string Quote(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9_.+!-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Mn}\p{Nd}_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
