using System.Text;

namespace Quilt.Api.Objects;

/// <summary>The header that makes a browser save what it gets.</summary>
internal static class Disposition
{
    /// <summary>Saved as <paramref name="fileName"/>: as it is for whoever reads RFC 6266, in plain ASCII for the rest.</summary>
    public static string Attachment(string fileName)
    {
        var ascii = new StringBuilder(fileName.Length);
        foreach (var rune in fileName.EnumerateRunes())
        {
            ascii.Append(rune.Value is >= ' ' and <= '~' and not ('"' or '\\' or '%') ? (char)rune.Value : '_');
        }

        return $"attachment; filename=\"{ascii}\"; filename*=UTF-8''{Uri.EscapeDataString(fileName)}";
    }
}
