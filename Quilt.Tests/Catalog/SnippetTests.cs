using Quilt.Catalog.Search;

namespace Quilt.Tests.Catalog;

public sealed class SnippetTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(" \n\n", null)]
    [InlineData("# Iris\n\nA *classic* [set](https://x) of `flowers` here", "A classic set of flowers here")]
    [InlineData("# Iris", "Iris")]
    [InlineData("# Iris\n\n## Source\n\nFisher", "Iris Source Fisher")]
    [InlineData("<p align=center>Hello</p>", "Hello")]
    [InlineData("```python\nread()\n```\nworks", "read() works")]
    [InlineData("snake_case stays", "snake_case stays")]
    [InlineData("a < b", "a < b")]
    public void The_words_of_a_readme_stay_and_its_markup_goes(string? readme, string? snippet) => Assert.Equal(snippet, Snippet.Of(readme));

    [Fact]
    public void A_long_text_ends_at_a_word()
    {
        var snippet = Snippet.Of(string.Concat(Enumerable.Repeat("word ", 1000)))!;

        Assert.EndsWith("word…", snippet, StringComparison.Ordinal);
        Assert.InRange(snippet.Length, 100, 230);
    }
}
