using System.Text;

namespace Quilt.Api.Tags;

/// <summary>What a tag may be called: any line of text that fits into one part of a path.</summary>
internal static class TagName
{
    /// <summary>Unicode code points a tag may have.</summary>
    public const int MaxLength = 256;

    /// <summary>What is wrong with a new tag's name, or null.</summary>
    public static string? FindProblem(string tag)
    {
        var length = 0;
        foreach (var rune in tag.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
            {
                return "A tag may not hold control characters.";
            }

            length++;
        }

        return length <= MaxLength ? null : $"A tag may have at most {MaxLength} characters.";
    }
}
