using Quilt.ObjectStore.Multipart;

namespace Quilt.ObjectStore.Storage;

/// <summary>Opens the folder before any request is accepted, and clears away stale uploads then and every hour.</summary>
internal sealed class StoreLifetime(StoreFolder folder, MultipartStore uploads, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        folder.Open();
        uploads.RemoveStale();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            uploads.RemoveStale();
        }
    }
}
