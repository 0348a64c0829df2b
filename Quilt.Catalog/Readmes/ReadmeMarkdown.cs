using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;

namespace Quilt.Catalog.Readmes;

/// <summary>Turns a stranger's Markdown into HTML, not yet safe, but of bounded size once parsed.</summary>
internal static partial class ReadmeMarkdown
{
    /// <summary>
    /// HTML parsers open unclosed formatting tags anew in each following piece of text, so that n such tags before m
    /// pieces make n × m elements. Text beyond this product is rendered with its own tags shown as text.
    /// </summary>
    private const long MaxRepeatedElements = 500_000;

    private static readonly MarkdownPipeline Pipeline = Configure(new MarkdownPipelineBuilder()).Build();
    private static readonly MarkdownPipeline WithoutHtml = Configure(new MarkdownPipelineBuilder()).DisableHtml().Build();

    public static string ToHtml(string markdown)
    {
        var html = Markdown.ToHtml(markdown, Pipeline);
        var formatting = FormattingTag().Count(markdown);
        return formatting * (long)html.AsSpan().Count('<') <= MaxRepeatedElements ? html : Markdown.ToHtml(markdown, WithoutHtml);
    }

    private static MarkdownPipelineBuilder Configure(MarkdownPipelineBuilder builder) => builder
        .UsePipeTables()
        .UseAutoLinks()
        .UseTaskLists()
        .UseFootnotes()
        .UseEmphasisExtras()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub);

    [GeneratedRegex(@"<(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FormattingTag();
}
