namespace Quilt.Catalog.Compare;

/// <summary>A line of a difference.</summary>
/// <param name="Kind"><c>+</c> is new, <c>-</c> is gone, a space is in both, <c>…</c> stands for lines that are left out.</param>
/// <param name="Text">The line.</param>
internal readonly record struct DiffLine(char Kind, string Text);

/// <summary>
/// The difference of two texts by lines, after Myers: as few changes as possible, with a little around each. Texts come
/// from strangers: work is bounded, and what differs too much is shown as all gone and all new.
/// </summary>
internal static class LineDiff
{
    /// <summary>Lines of a text that are compared.</summary>
    private const int MaxLines = 5_000;

    /// <summary>Changed lines up to which the shortest way is looked for; it takes the square of this.</summary>
    private const int MaxChanges = 600;

    /// <summary>Lines that are shown.</summary>
    private const int MaxShown = 400;

    /// <summary>Characters of a line that are shown.</summary>
    private const int MaxLength = 1_000;

    private const int Around = 3;

    /// <summary>The difference, cut where it is long.</summary>
    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        var (old, @new) = (Lines(before), Lines(after));
        int head = 0, tail = 0;
        while (head < old.Length && head < @new.Length && old[head] == @new[head])
        {
            head++;
        }

        while (tail < old.Length - head && tail < @new.Length - head && old[^(tail + 1)] == @new[^(tail + 1)])
        {
            tail++;
        }

        var middle = Changes(old.AsSpan(head, old.Length - head - tail), @new.AsSpan(head, @new.Length - head - tail));
        List<DiffLine> all = [.. old[..head].Select(Same), .. middle, .. old[^tail..].Select(Same)];
        return Shorten(all);
    }

    private static DiffLine Same(string line) => new(' ', line);

    private static string[] Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines.Length > MaxLines ? lines[..MaxLines] : lines;
    }

    private static List<DiffLine> Changes(ReadOnlySpan<string> old, ReadOnlySpan<string> @new)
    {
        var trace = new List<int[]>();
        var most = Math.Min(old.Length + @new.Length, MaxChanges);
        var ends = new int[(2 * most) + 3];
        for (var changes = 0; changes <= most; changes++)
        {
            trace.Add(ends[(most + 1 - changes)..(most + 2 + changes)]);
            for (var diagonal = -changes; diagonal <= changes; diagonal += 2)
            {
                var at = most + 1 + diagonal;
                var x = diagonal == -changes || (diagonal != changes && ends[at - 1] < ends[at + 1]) ? ends[at + 1] : ends[at - 1] + 1;
                while (x < old.Length && x - diagonal < @new.Length && old[x] == @new[x - diagonal])
                {
                    x++;
                }

                ends[at] = x;
                if (x >= old.Length && x - diagonal >= @new.Length)
                {
                    return Back(old, @new, trace);
                }
            }
        }

        return [.. old.ToArray().Select(line => new DiffLine('-', line)), .. @new.ToArray().Select(line => new DiffLine('+', line))];
    }

    /// <summary>Walks the way that was found from its end.</summary>
    private static List<DiffLine> Back(ReadOnlySpan<string> old, ReadOnlySpan<string> @new, List<int[]> trace)
    {
        var lines = new List<DiffLine>();
        int x = old.Length, y = @new.Length;
        for (var changes = trace.Count - 1; changes >= 0; changes--)
        {
            // Of the step before, the ends of the diagonals from -changes to +changes.
            var ends = trace[changes];
            var diagonal = x - y;
            var down = diagonal == -changes || (diagonal != changes && ends[changes + diagonal - 1] < ends[changes + diagonal + 1]);
            var previous = diagonal + (down ? 1 : -1);
            var fromX = changes == 0 ? 0 : ends[changes + previous];
            var fromY = changes == 0 ? 0 : fromX - previous;
            while (x > fromX && y > fromY)
            {
                lines.Add(Same(old[--x]));
                y--;
            }

            if (changes > 0)
            {
                lines.Add(down ? new DiffLine('+', @new[--y]) : new DiffLine('-', old[--x]));
            }
        }

        lines.Reverse();
        return lines;
    }

    private static List<DiffLine> Shorten(List<DiffLine> all)
    {
        var isNear = new bool[all.Count];
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Kind != ' ')
            {
                Array.Fill(isNear, true, Math.Max(0, i - Around), Math.Min(all.Count, i + Around + 1) - Math.Max(0, i - Around));
            }
        }

        var shown = new List<DiffLine>();
        for (var i = 0; i < all.Count && shown.Count < MaxShown; i++)
        {
            if (isNear[i])
            {
                shown.Add(all[i] with { Text = all[i].Text.Length > MaxLength ? all[i].Text[..MaxLength] + "…" : all[i].Text });
            }
            else if (shown is [] or [.., { Kind: not '…' }])
            {
                shown.Add(new DiffLine('…', ""));
            }
        }

        if (shown.Count == MaxShown)
        {
            shown.Add(new DiffLine('…', ""));
        }

        return shown;
    }
}
