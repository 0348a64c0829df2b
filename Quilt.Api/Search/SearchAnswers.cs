using Microsoft.Extensions.Caching.Memory;
using Quilt.Api.Callers;
using Quilt.Api.Packages;
using Quilt.Api.Telemetry;

namespace Quilt.Api.Search;

/// <summary>
/// Answers to searches, kept until any package changes: people and pages ask the same few things over and over, and a
/// search costs more than anything else that is asked so often.
/// </summary>
internal sealed class SearchAnswers(PackageSearch search, PackageStates packages) : IDisposable
{
    private const int LongestKeptQuery = 200;
    private const int MaxWeight = 8 * 1024 * 1024;
    private const int WeightOfHit = 200;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxWeight, CompactionPercentage = 0.3 });

    /// <summary>The packages that <paramref name="caller"/> may see and that hold all words of <paramref name="text"/>.</summary>
    public ValueTask<SearchAnswer> FindAsync(Caller caller, string text, CancellationToken cancellationToken)
    {
        // Taken before the search: a change while it runs leaves the answer under a number that nobody asks for again.
        var key = (packages.Version, caller.UserName, caller.Grant?.Reach.Key ?? string.Empty, text);
        var isKept = _cache.TryGetValue(key, out SearchAnswer? kept);
        RegistryMeters.LookedUp("searches", isKept);
        return isKept ? ValueTask.FromResult(kept!) : new(SearchAsync(key, caller, cancellationToken));
    }

    public void Dispose() => _cache.Dispose();

    private async Task<SearchAnswer> SearchAsync((long Version, string UserName, string Reach, string Text) key, Caller caller, CancellationToken cancellationToken)
    {
        var answer = new SearchAnswer(await search.FindAsync(caller, key.Text, cancellationToken));
        if (packages.HearsChanges && key.Text.Length <= LongestKeptQuery)
        {
            var weight = WeightOfHit + answer.Packages.Sum(hit => WeightOfHit + (2 * (hit.ReadmePreview?.Length ?? 0)));
            _cache.Set(key, answer, new MemoryCacheEntryOptions { Size = weight });
        }

        return answer;
    }
}
