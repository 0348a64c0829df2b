using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Hostile;

/// <summary>
/// Strangers push the worst they can think of; somebody looks at all of it in a real browser. Nothing runs, nothing
/// stalls, and memory stays within bounds.
/// </summary>
public sealed class HostileTests(HostileScene scene) : IClassFixture<HostileScene>
{
    /// <summary>What previews may hold of memory at once, with what the runtime has not yet given back, over what the process held before.</summary>
    private const long MemoryBound = 600_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What could run, load or lead somewhere, as it stands in the page after all scripts had their chance.</summary>
    private const string Suspects = """
        () => {
          const found = [];
          if (window.canary !== undefined && !(window.canary instanceof Element)) found.push('the canary sang');
          for (const element of document.querySelectorAll('*')) {
            for (const attribute of element.attributes) {
              if (attribute.name.startsWith('on') || attribute.name === 'style' || attribute.name === 'srcdoc') found.push(element.outerHTML.slice(0, 100));
              if (['href', 'src', 'action', 'formaction', 'xlink:href', 'data'].includes(attribute.name)) {
                const url = new URL(attribute.value, document.baseURI);
                const isPicture = element.tagName === 'IMG' && /^data:image\/(png|jpeg|gif|webp);/.test(attribute.value);
                if (!['http:', 'https:', 'mailto:'].includes(url.protocol) && !isPicture) found.push(element.outerHTML.slice(0, 100));
              }
            }
            if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE', 'FRAME', 'PORTAL'].includes(element.tagName)) found.push(element.outerHTML.slice(0, 100));
            if (element.tagName === 'SCRIPT' && !/^\/assets\//.test(element.getAttribute('src') ?? '') && element.type !== 'application/ld+json') found.push(element.outerHTML.slice(0, 100));
          }
          if (!document.querySelector('main#main')) found.push('the frame is gone');
          return found;
        }
        """;

    [BrowserFact]
    public async Task Nothing_of_strangers_runs_or_stalls_or_takes_memory_without_bound()
    {
        Assert.True(scene.Pages.Count >= 60, $"There are {scene.Pages.Count} pages.");
        await using var context = await scene.Chromium.NewContextAsync();
        var found = new ConcurrentQueue<string>();
        var page = await OpenAsync(context, found);
        await page.GotoAsync(scene.Server.Catalog.AbsoluteUri);
        var before = PeakMemory();
        using var end = new CancellationTokenSource();
        var slowest = PulseAsync(end.Token);
        var failures = new List<string>();

        foreach (var path in scene.Pages)
        {
            var start = Stopwatch.GetTimestamp();
            var status = (await page.GotoAsync(new Uri(scene.Server.Catalog, path).AbsoluteUri, new PageGotoOptions { Timeout = 60_000 }))?.Status;
            var took = Stopwatch.GetElapsedTime(start);
            foreach (var suspect in await page.EvaluateAsync<string[]>(Suspects))
            {
                found.Enqueue(suspect);
            }

            if (status is not (200 or 404) || took > Patience)
            {
                found.Enqueue($"answered {status} in {took.TotalSeconds:0.0} s");
            }

            while (found.TryDequeue(out var what))
            {
                failures.Add($"{path[..Math.Min(path.Length, 200)]}: {what}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        await end.CancelAsync();
        Assert.True(await slowest < Patience, $"The process did not answer for {(await slowest).TotalSeconds:0.0} s.");
        var grown = PeakMemory() - before;
        Assert.True(grown < MemoryBound, $"The process grew by {grown / 1e6:0} MB.");
    }

    [BrowserFact]
    public async Task Previews_under_attack_leave_the_catalog_answering()
    {
        using var http = new HttpClient { BaseAddress = scene.Server.Catalog, Timeout = TimeSpan.FromMinutes(2) };
        var hostile = scene.Pages.Where(path => path.Contains($"/{HostileScene.Package}/files/", StringComparison.Ordinal)).ToList();
        var before = PeakMemory();
        using var end = new CancellationTokenSource();
        var slowest = PulseAsync(end.Token);

        await Parallel.ForEachAsync(hostile.Concat(hostile), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (path, cancellation) =>
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            Assert.True((int)answer.StatusCode is 200, $"{path}: {answer.StatusCode}");
            Assert.Equal("nosniff", string.Join("", answer.Headers.GetValues("X-Content-Type-Options")));
        });

        await end.CancelAsync();
        Assert.True(await slowest < Patience, $"The process did not answer for {(await slowest).TotalSeconds:0.0} s.");
        var grown = PeakMemory() - before;
        Assert.True(grown < MemoryBound, $"The process grew by {grown / 1e6:0} MB.");
    }

    private async Task<IPage> OpenAsync(IBrowserContext context, ConcurrentQueue<string> found)
    {
        var page = await context.NewPageAsync();
        context.Page += (_, other) => found.Enqueue($"another page opened: {other.Url}");
        page.Dialog += async (_, dialog) =>
        {
            found.Enqueue($"a dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Console += (_, message) =>
        {
            // A page that says 404 says so in the console too.
            if (message.Type is "error" or "warning" && !message.Text.Contains("404", StringComparison.Ordinal))
            {
                found.Enqueue($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => found.Enqueue($"script: {error}");
        page.FrameAttached += (_, frame) => found.Enqueue($"a frame: {frame.Url}");
        page.Download += (_, download) => found.Enqueue($"a download: {download.Url}");
        page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme != "data" && url.Authority != scene.Server.Catalog.Authority && url.Authority != scene.Server.Objects.Authority)
            {
                found.Enqueue($"a request: {request.Url}");
            }
        };
        return page;
    }

    /// <summary>Asks for a small page again and again; the longest that took.</summary>
    private async Task<TimeSpan> PulseAsync(CancellationToken end)
    {
        using var http = new HttpClient { BaseAddress = scene.Server.Catalog };
        var slowest = TimeSpan.Zero;
        while (!end.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(new Uri("/search", UriKind.Relative), CancellationToken.None);
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
            slowest = Stopwatch.GetElapsedTime(start) is var took && took > slowest ? took : slowest;
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }

        return slowest;
    }

    /// <summary>The most memory that the process has held so far, by the kernel's word.</summary>
    private long PeakMemory()
    {
        var line = File.ReadLines($"/proc/{scene.Server.ProcessId}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
