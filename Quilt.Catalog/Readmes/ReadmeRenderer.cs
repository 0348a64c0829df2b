using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Caching.Memory;

namespace Quilt.Catalog.Readmes;

/// <summary>
/// Renders READMEs, each once. They come from strangers, and both Markdown and HTML have texts that take seconds or a
/// deep stack: rendering runs on a thread of its own with room for any nesting, a few at a time, and whoever waits longer
/// than <see cref="Patience"/> shows the text as it was written.
/// </summary>
internal sealed class ReadmeRenderer(TimeProvider clock, ILogger<ReadmeRenderer> logger) : IDisposable
{
    /// <summary>The longest text that is shown; more is cut.</summary>
    public const int MaxLength = 128 * 1024;

    private const int StackSize = 256 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ReadmeSanitizer _sanitizer = new();
    private readonly SemaphoreSlim _slots = new(2);
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = 64 * 1024 * 1024 });

    /// <summary>The README with this text; never fails.</summary>
    public async Task<Readme> RenderAsync(string text, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var rendering = _cache.GetOrCreate(key, entry =>
        {
            // The text and its HTML are of one order of size; UTF-16 doubles both.
            entry.Size = 1024 + (Math.Min(text.Length, MaxLength) * 4);
            entry.SlidingExpiration = TimeSpan.FromHours(1);
            return new Lazy<Task<Readme>>(() => RenderOnceAsync(text));
        })!;
        return await rendering.Value.WaitAsync(cancellationToken);
    }

    // The slots hold nothing to give back, and a rendering may still end after us.
    public void Dispose() => _cache.Dispose();

    private async Task<Readme> RenderOnceAsync(string text)
    {
        var isCut = text.Length > MaxLength;
        var shown = isCut ? CutAtLine(text) : text;
        try
        {
            return new Readme(await OnOwnThreadAsync(shown).WaitAsync(Patience, clock), isCut);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            logger.LogWarning("A README is shown as plain text: {Reason}", failure.Message);
            return new Readme($"<pre tabindex=\"0\">{HtmlEncoder.Default.Encode(shown)}</pre>", isCut, IsPlain: true);
        }
    }

    private async Task<string> OnOwnThreadAsync(string markdown)
    {
        await _slots.WaitAsync();
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(_sanitizer.Sanitize(ReadmeMarkdown.ToHtml(markdown)));
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        }, StackSize)
        {
            IsBackground = true,
            Name = "README",
        };
        thread.Start();
        try
        {
            return await done.Task;
        }
        finally
        {
            // Not on the thread itself: an exception there would end the process.
            _slots.Release();
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
