namespace Quilt.Api.Search;

/// <summary>What a person typed, as text search queries: every word must occur, the last one may be unfinished.</summary>
/// <param name="Match">Finds: all words, the last one as the start of a word.</param>
/// <param name="Whole">Ranks: each word adds to a package's rank by the weights it has there.</param>
/// <param name="Begun">Ranks too, the last word as the start of a word: what holds it whole comes first.</param>
internal sealed record SearchQuery(string Match, string Whole, string Begun)
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

        var any = string.Join(" | ", words);
        return new(string.Join(" & ", words) + ":*", any, any + ":*");
    }
}
