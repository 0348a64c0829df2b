using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Quilt.Catalog.Readmes;

/// <summary>Renders strangers' Markdown, each text once; what cannot be rendered in time is shown as it was written.</summary>
internal sealed class ReadmeRenderer(MarkupThreads threads, IOptions<MarkupOptions> options, ILogger<ReadmeRenderer> logger) : IDisposable
{
    /// <summary>The longest text that is shown; more is cut.</summary>
    public const int MaxLength = 128 * 1024;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = 64 * 1024 * 1024 });

    /// <summary>The text, rendered; never fails.</summary>
    /// <param name="text">Markdown.</param>
    /// <param name="context">Where it stands, for links to what is beside it; null leaves those out.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Readme> RenderAsync(string text, MarkupContext? context, CancellationToken cancellationToken)
    {
        // The same text in another package links elsewhere.
        var key = (Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))), context);
        var rendering = _cache.GetOrCreate(key, entry =>
        {
            // The text and its HTML are of one order of size; UTF-16 doubles both.
            entry.Size = 1024 + (Math.Min(text.Length, MaxLength) * 4);
            entry.SlidingExpiration = TimeSpan.FromHours(1);
            return new Lazy<Task<Readme>>(() => RenderOnceAsync(text, context));
        })!;
        return await rendering.Value.WaitAsync(cancellationToken);
    }

    /// <inheritdoc cref="RenderAsync(string, MarkupContext?, CancellationToken)"/>
    public Task<Readme> RenderAsync(string text, CancellationToken cancellationToken) => RenderAsync(text, context: null, cancellationToken);

    public void Dispose() => _cache.Dispose();

    private async Task<Readme> RenderOnceAsync(string text, MarkupContext? context)
    {
        var isCut = text.Length > MaxLength;
        var shown = isCut ? CutAtLine(text) : text;
        try
        {
            var sanitizer = new ReadmeSanitizer(context, options.Value);
            return new Readme(await threads.RunAsync(() => sanitizer.Sanitize(ReadmeMarkdown.ToHtml(shown))), isCut);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            logger.LogWarning("A README is shown as plain text: {Reason}", failure.Message);
            return new Readme($"<pre tabindex=\"0\">{HtmlEncoder.Default.Encode(shown)}</pre>", isCut, IsPlain: true);
        }
    }

    private static string CutAtLine(string text)
    {
        var end = text.LastIndexOf('\n', MaxLength - 1);
        if (end <= 0)
        {
            end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        }

        return text[..end];
    }
}
