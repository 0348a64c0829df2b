using System.Text;
using Quilt.Auth.Accounts;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Makes user names out of what other systems call people.</summary>
internal static class WantedName
{
    /// <summary>The name as Quilt writes it: in small letters, without the domain. It may still be none that Quilt allows.</summary>
    public static string Of(string? name) => (name ?? "").Split('@')[0].Trim().ToLowerInvariant();

    /// <summary>The nearest name that Quilt allows, for a person to change; empty if nothing is left of it.</summary>
    public static string Suggest(string wanted)
    {
        var name = new StringBuilder();
        foreach (var character in wanted)
        {
            if (char.IsAsciiLetterLower(character) || (name.Length > 0 && char.IsAsciiDigit(character)))
            {
                name.Append(character);
            }
            else if (name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        var suggestion = name.ToString().TrimEnd('_');
        return suggestion.Length > AccountRules.NameLength ? suggestion[..AccountRules.NameLength] : suggestion;
    }
}
