using System.Text.RegularExpressions;

namespace Quilt.Catalog.Search;

/// <summary>The first words of a README without its title and markup.</summary>
internal static partial class Snippet
{
    private const int Read = 2000;
    private const int Shown = 220;

    /// <summary>Some words, or null when there are none.</summary>
    public static string? Of(string? readme)
    {
        if (readme is null)
        {
            return null;
        }

        var text = Title().Replace(readme.Length > Read ? readme[..Read] : readme, "");
        text = Fence().Replace(text, " ");
        text = Tag().Replace(text, " ");
        text = Link().Replace(text, "$1");
        text = Markup().Replace(text, " ");
        text = Space().Replace(text, " ").Trim();
        if (text.Length > Shown)
        {
            var end = text.LastIndexOf(' ', Shown);
            end = end > 0 ? end : Shown - (char.IsHighSurrogate(text[Shown - 1]) ? 1 : 0);
            text = text[..end] + "…";
        }

        return text.Length == 0 ? null : text;
    }

    /// <summary>A heading before all else: it says again what the package is called.</summary>
    [GeneratedRegex(@"^\s*#{1,6} [^\n]{1,200}\n(?=\s*[^\s#])", RegexOptions.CultureInvariant)]
    private static partial Regex Title();

    /// <summary>The line that begins or ends code, with the name of the language.</summary>
    [GeneratedRegex(@"^[ ]{0,3}(?:`{3,}|~{3,})[^`\n]{0,100}$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"<[^<>]{0,200}>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"!?\[([^\[\]]{0,200})\]\([^()]{0,500}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"[#*`>|~=]+|-{3,}|^[-+] |\b_+|_+\b", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();
}
