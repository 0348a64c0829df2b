using System.Globalization;

namespace Quilt.Catalog.Previews.Tables;

/// <summary>How the values of a column are spread: numbers in ranges of one width, texts by how often each comes.</summary>
internal sealed class Spread
{
    private const int Bins = 12;
    private const int MaxNumbers = 20_000;
    private const int MaxTexts = 8;
    private const int MaxTextLength = 60;

    private readonly List<double> _numbers = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private bool _hasManyTexts;

    public void Add(double number)
    {
        if (double.IsFinite(number) && _numbers.Count < MaxNumbers)
        {
            _numbers.Add(number);
        }
    }

    public void Add(ReadOnlySpan<char> text)
    {
        if (_hasManyTexts)
        {
            return;
        }

        if (text.Length > MaxTextLength)
        {
            _hasManyTexts = true;
            return;
        }

        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        lookup[text] = lookup.TryGetValue(text, out var count) ? count + 1 : 1;
        _hasManyTexts = _texts.Count > MaxTexts;
    }

    /// <summary>The bars of the numbers; none where they are all alike or there are few.</summary>
    public IReadOnlyList<Bar> NumberBars()
    {
        if (_numbers.Count < 2)
        {
            return [];
        }

        var (least, most) = (_numbers.Min(), _numbers.Max());
        var width = (most - least) / Bins;
        if (!(width > 0) || !double.IsFinite(width))
        {
            return [];
        }

        var counts = new long[Bins];
        foreach (var number in _numbers)
        {
            counts[Math.Min(Bins - 1, (int)((number - least) / width))]++;
        }

        return [.. counts.Select((count, bin) => new Bar($"{Short(least + (bin * width))} to {Short(least + ((bin + 1) * width))}", count))];
    }

    /// <summary>The bars of the texts, the commonest first; none where each is another.</summary>
    public IReadOnlyList<Bar> TextBars() =>
        _hasManyTexts || _texts.Count == 0 || (_texts.Count > 2 && _texts.Values.All(count => count == 1))
            ? []
            : [.. _texts.OrderByDescending(text => text.Value).ThenBy(text => text.Key, StringComparer.Ordinal)
                .Select(text => new Bar(VisibleText.Line(text.Key, MaxTextLength), text.Value))];

    private static string Short(double number) => number.ToString("G4", CultureInfo.InvariantCulture);
}
