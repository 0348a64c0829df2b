using System.Text.RegularExpressions;

namespace Quilt.Api.Pushes;

/// <summary>What a package may be called.</summary>
internal static partial class PackageName
{
    /// <summary>Characters a name may have.</summary>
    public const int MaxLength = 64;

    /// <summary>An ASCII letter, then letters, digits and underscores.</summary>
    public static bool IsValid(string name) => name.Length <= MaxLength && Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
