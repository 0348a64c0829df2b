using System.Buffers;
using System.Text;
using Quilt.Api.Manifests;

namespace Quilt.Api.Contents;

/// <summary>
/// What a node is called as a file on somebody's disk. Names of nodes and paths come from strangers, so a name of ours
/// has no separator, is no way out of a folder, and is one that Windows, macOS and Linux all take.
/// </summary>
internal static class FileNames
{
    /// <summary>Bytes of UTF-8 in one name; file systems end at 255, and a number may be added.</summary>
    private const int MaxLength = 200;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|");

    private static readonly HashSet<string> Reserved = new(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
            "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of a table or file: the original one, else the node's with a fitting extension. A data frame is Parquet, whatever it came from.</summary>
    public static string Of(Manifest manifest, int node, NodeOrigin origin)
    {
        var name = Encoding.UTF8.GetString(manifest.NameOf(node));
        if (manifest.TypeOf(node) == NodeType.Table || origin.Target == "pandas")
        {
            return Safe(name + ".parquet");
        }

        var original = origin.Path is { } path ? path[(path.LastIndexOfAny(['/', '\\']) + 1)..] : string.Empty;

        // Of a name without letters, such as "..", nothing would be left to recognise it by.
        return Safe(original.Any(char.IsLetterOrDigit) ? original : name);
    }

    /// <summary>A name that is safe on any disk; never empty.</summary>
    public static string Safe(string name)
    {
        var safe = new StringBuilder(name.Length);
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            length += rune.Utf8SequenceLength;
            if (length > MaxLength)
            {
                break;
            }

            if (IsInvisible(rune) || (rune.IsBmp && Forbidden.Contains((char)rune.Value)))
            {
                safe.Append('_');
            }
            else
            {
                safe.Append(rune.ToString());
            }
        }

        // Windows drops dots and spaces at the end, so that "..." would be the folder itself.
        for (var end = safe.Length - 1; end >= 0 && safe[end] is '.' or ' '; end--)
        {
            safe[end] = '_';
        }

        if (safe.Length == 0)
        {
            return "_";
        }

        if (safe[0] == ' ')
        {
            safe[0] = '_';
        }

        var text = safe.ToString();
        return Reserved.Contains(text.Split('.')[0].TrimEnd()) ? "_" + text : text;
    }

    /// <summary>A name with a number before its extension.</summary>
    public static string Numbered(string name, int number)
    {
        var dot = name.LastIndexOf('.');
        return dot > 0 ? $"{name[..dot]} ({number}){name[dot..]}" : $"{name} ({number})";
    }

    /// <summary>Control characters, and those that turn the direction of writing and so make one extension look like another.</summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
}
