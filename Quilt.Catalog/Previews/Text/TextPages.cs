namespace Quilt.Catalog.Previews.Text;

/// <summary>Text and code, a page of lines at a time.</summary>
internal static class TextPages
{
    /// <summary>Characters on a page, beyond which lines are cut short: encoding may make six of each.</summary>
    private const int MaxShown = 400_000;

    private const int ShortLine = 80;

    /// <param name="text">The text.</param>
    /// <param name="cutAt">Bytes of the file that were read where that is not all of it; null where it is.</param>
    /// <param name="view">The page.</param>
    /// <param name="options">Caps.</param>
    /// <param name="notes">What else is to be said.</param>
    public static TextPreview Of(string text, long? cutAt, PreviewView view, PreviewOptions options, params IEnumerable<string> notes)
    {
        // Finding lines allocates nothing; only those of the page become strings.
        var total = CountLines(text);
        var pages = Math.Max(1, (total + options.LinesPerPage - 1) / options.LinesPerPage);
        var page = Math.Min(view.Row is { } row ? (int)Math.Min(row / options.LinesPerPage, pages - 1) + 1 : view.Page, pages);
        var first = (page - 1) * options.LinesPerPage;
        var lines = new List<string>();
        var cut = 0;
        var shown = 0;
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (number >= first + options.LinesPerPage || number >= total)
            {
                break;
            }

            if (number++ >= first)
            {
                var most = shown > MaxShown ? ShortLine : options.MaxLineLength;
                cut += line.Length > most ? 1 : 0;
                lines.Add(VisibleText.Line(line, most));
                shown += lines[^1].Length;
            }
        }

        return new TextPreview(lines, first + 1, page, pages)
        {
            Notes =
            [
                .. notes,
                .. cutAt is { } bytes ? new[] { Cut.Beginning(bytes) } : [],
                .. cut == 0 ? [] : new[] { $"{Units.HumanUnits.Count(cut, "long line")} {(cut == 1 ? "is" : "are")} cut{(shown > MaxShown ? "" : $" at {Units.HumanUnits.Count(options.MaxLineLength)} characters")}." },
            ],
        };
    }

    /// <summary>The lines, without the empty one after a newline at the end.</summary>
    private static int CountLines(string text)
    {
        var count = 0;
        var last = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            count++;
            last = line.Length;
        }

        return last == 0 && count > 1 ? count - 1 : count;
    }
}
