using System.Text.RegularExpressions;
using Quilt.Auth.Accounts;

namespace Quilt.Auth.PersonalTokens;

/// <summary>Names of packages and their owners, as the registry has them. Whether they exist is not asked, and so not told.</summary>
internal static partial class PackageNames
{
    public static bool IsOwner(string name) => AccountRules.CheckName(name) is null;

    public static bool IsPackage(string name) => PackagePattern().IsMatch(name);

    /// <summary>Whether a text is <c>owner/name</c>.</summary>
    public static bool IsFullName(string name) => name.Split('/') is [var owner, var package] && IsOwner(owner) && IsPackage(package);

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9_]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PackagePattern();
}
