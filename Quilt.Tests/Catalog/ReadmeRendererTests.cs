using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Quilt.Catalog.Readmes;

namespace Quilt.Tests.Catalog;

public sealed class ReadmeRendererTests
{
    /// <summary>Texts that overflow the stack of a careless renderer, or keep it busy for ever.</summary>
    public static TheoryData<string, string> Hostile => new()
    {
        { "nested quotes", Repeat("> ") },
        { "nested lists", Repeat("- ") },
        { "open images", Repeat("![a](") },
        { "open brackets", Repeat("[") },
        { "open emphasis", Repeat("*a_ ") },
        { "nested blocks", Repeat("<div>") },
        { "nested formatting", Repeat("<b>") },
        { "nested tables", Repeat("<table><tr><td>") },
        { "formatting with attributes before paragraphs", string.Concat(Enumerable.Range(0, 5_000).Select(number => $"<i a{number}>")) + Repeat("\n\na") },
        { "a table of bars", Repeat("|") + "\n" + Repeat("|-") },
        { "backticks", Repeat("` `` ") },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_text_is_shown_one_way_or_the_other(string what, string text)
    {
        using var renderer = NewRenderer(TimeProvider.System);

        var readme = await renderer.RenderAsync(text, CancellationToken.None);

        Assert.True(readme.Html.Length > 0, what);
        Assert.DoesNotContain("<script", readme.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_takes_too_long_is_shown_as_it_was_written()
    {
        using var renderer = NewRenderer(new ImpatientClock());

        var readme = await renderer.RenderAsync("<b>x</b>\n\n" + Repeat("*much* [work](here)\n\n"), CancellationToken.None);

        Assert.True(readme.IsPlain);
        Assert.StartsWith("<pre tabindex=\"0\">&lt;b&gt;x&lt;/b&gt;", readme.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_is_cut_at_a_line()
    {
        using var renderer = NewRenderer(new PatientClock());
        var text = string.Concat(Enumerable.Repeat("word word\n\n", 20_000)) + "the end";

        var readme = await renderer.RenderAsync(text, CancellationToken.None);

        Assert.True(readme.IsCut);
        Assert.DoesNotContain("the end", readme.Html, StringComparison.Ordinal);
        Assert.EndsWith("word word</p>", readme.Html.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_rendered_once()
    {
        using var renderer = NewRenderer(new PatientClock());

        var first = await renderer.RenderAsync("# one", CancellationToken.None);

        Assert.Same(first, await renderer.RenderAsync("# one", CancellationToken.None));
        Assert.NotSame(first, await renderer.RenderAsync("# two", CancellationToken.None));
    }

    [Fact]
    public async Task The_same_text_in_another_package_links_elsewhere()
    {
        using var renderer = NewRenderer(new PatientClock());

        var one = await renderer.RenderAsync("[a](b.csv)", new MarkupContext("/package/o/one/files"), CancellationToken.None);
        var two = await renderer.RenderAsync("[a](b.csv)", new MarkupContext("/package/o/two/files"), CancellationToken.None);

        Assert.Contains("/package/o/one/files/b.csv", one.Html, StringComparison.Ordinal);
        Assert.Contains("/package/o/two/files/b.csv", two.Html, StringComparison.Ordinal);
    }

    private static ReadmeRenderer NewRenderer(TimeProvider clock) =>
        new(new MarkupThreads(clock), Options.Create(new MarkupOptions()), NullLogger<ReadmeRenderer>.Instance);

    private static string Repeat(string part) => string.Concat(Enumerable.Repeat(part, ReadmeRenderer.MaxLength / part.Length));

    /// <summary>Every wait is over as soon as it has begun.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>No wait is ever over: a busy machine must not decide what a test sees.</summary>
    private sealed class PatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
