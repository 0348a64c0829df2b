using System.Collections.Concurrent;
using Quilt.Api.Callers.Upstream;

namespace Quilt.Api.Callers.Tokens;

/// <summary>
/// Tells the sign-in service when personal tokens were used, to the minute and many at once. A request costs a comparison,
/// and once a minute an entry here.
/// </summary>
internal sealed partial class TokenUses(IHttpClientFactory clients, TimeProvider time, ILogger<TokenUses> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>The sign-in service takes small bodies.</summary>
    private const int BatchSize = 500;

    private readonly ConcurrentDictionary<string, long> _minutes = new(StringComparer.Ordinal);

    public void Note(TokenUse use, long nowTicks)
    {
        var minute = nowTicks / TimeSpan.TicksPerMinute;
        if (use.IsNew(minute))
        {
            _minutes[use.TokenId] = minute;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TellAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TellAsync(stoppingToken);
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in _minutes.ToArray().Chunk(BatchSize))
        {
            var body = new UsedTokens([.. batch.Select(use => new UsedToken(use.Key, (use.Value * TimeSpan.TicksPerMinute - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond))]);
            using var client = clients.CreateClient(AuthClients.Internal);
            using var request = new HttpRequestMessage(HttpMethod.Post, "internal/personal-tokens/used") { Content = JsonContent.Create(body, UpstreamJson.Default.UsedTokens) };
            try
            {
                using var response = await client.AskAuthAsync(request, cancellationToken);
                foreach (var use in batch)
                {
                    // One that was used again meanwhile stays.
                    _minutes.TryRemove(use);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                LogLater(exception.Message);
                return;
            }
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "When tokens were used is told later: {Reason}")]
    private partial void LogLater(string reason);
}

/// <summary>When a token was last used, to the minute.</summary>
internal sealed class TokenUse(string tokenId)
{
    private long _minute;

    public string TokenId { get; } = tokenId;

    /// <summary>Whether this is the first use within a minute; of racing ones, one is.</summary>
    public bool IsNew(long minute)
    {
        var known = Volatile.Read(ref _minute);
        return minute > known && Interlocked.CompareExchange(ref _minute, minute, known) == known;
    }
}
