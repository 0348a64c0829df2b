using System.Globalization;
using Quilt.Api.Callers.Upstream;

namespace Quilt.Api.Callers.Revocations;

/// <summary>
/// Follows the sign-in service's feed of revocations by long poll. Each poll also acknowledges what the one before
/// brought: the sign-in service waits for that before it tells a person that they are logged out.
/// </summary>
internal sealed partial class RevocationFollower(
    IHttpClientFactory clients, RevocationList list, TimeProvider time, ILogger<RevocationFollower> logger) : BackgroundService
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(25);

    /// <summary>By which the sign-in service tells this replica from the others.</summary>
    private readonly Guid _name = Guid.NewGuid();

    private DateTimeOffset _nextPrune = time.GetUtcNow() + PruneInterval;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var after = 0L;
        var delay = ShortestDelay;
        var isLost = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                after = await PollAsync(after, stoppingToken);
                delay = ShortestDelay;
                if (isLost)
                {
                    isLost = false;
                    LogFound();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (HttpRequestException exception)
            {
                if (!isLost)
                {
                    isLost = true;
                    LogLost(exception.Message);
                }

                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    /// <summary>One poll; returns where the next one goes on from.</summary>
    private async Task<long> PollAsync(long after, CancellationToken cancellationToken)
    {
        // The first look must not wait for somebody to be logged out.
        var wait = list.IsKnown ? (int)Wait.TotalSeconds : 0;
        using var client = clients.CreateClient(AuthClients.Feed);
        using var response = await client.GetFromAuthAsync(
            string.Create(CultureInfo.InvariantCulture, $"internal/revocations?after={after}&wait={wait}&subscriber={_name}"), cancellationToken);
        var page = await response.ReadJsonAsync(UpstreamJson.Default.RevocationPage, cancellationToken);
        list.Add(page);
        PruneNowAndThen();
        if (page.Revocations.Count == 0)
        {
            // The feed comes in pages: only an empty one is the end.
            list.MarkKnown();
        }

        // A feed that ends before the place we asked from is another one (restored from a backup, made anew): read it whole.
        return page.Last < after ? 0 : page.Last;
    }

    private void PruneNowAndThen()
    {
        if (time.GetUtcNow() >= _nextPrune)
        {
            _nextPrune = time.GetUtcNow() + PruneInterval;
            list.Prune();
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Revocations cannot be heard for now ({Reason}); what was revoked before stays refused")]
    private partial void LogLost(string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Revocations are heard again")]
    private partial void LogFound();
}
