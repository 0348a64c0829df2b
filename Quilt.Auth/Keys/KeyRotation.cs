namespace Quilt.Auth.Keys;

/// <summary>Looks every hour whether keys are due, were made by another replica, or have become the acting ones.</summary>
internal sealed class KeyRotation(KeyRing keys, TimeProvider time, ILogger<KeyRotation> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.LoadAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "The token keys could not be read; the loaded ones go on, and the next try is in an hour");
            }
        }
    }
}
