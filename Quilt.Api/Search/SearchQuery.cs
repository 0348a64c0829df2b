namespace Quilt.Api.Search;

/// <summary>What a person typed, as text search queries: every word must occur, the last one may be unfinished.</summary>
/// <param name="Prefix">Finds: the last word matches whatever starts with it.</param>
/// <param name="Exact">Ranks: what holds the words whole comes before what only starts with them.</param>
internal sealed record SearchQuery(string Prefix, string Exact)
{
    private const int MaxWords = 32;

    /// <summary>The query for <paramref name="text"/>; null where it holds no word. Any text is good: only letters, digits and marks get through.</summary>
    public static SearchQuery? Of(string text)
    {
        var words = new List<string>();
        var rest = text.AsSpan();
        Span<char> buffer = stackalloc char[SearchWords.MaxLength];
        while (words.Count < MaxWords && SearchWords.TakeWord(ref rest) is { Length: > 0 } word)
        {
            words.Add($"'{buffer[..SearchWords.Fold(word, buffer)]}'");
        }

        if (words.Count == 0)
        {
            return null;
        }

        var exact = string.Join(" & ", words);
        return new(exact + ":*", exact);
    }
}
