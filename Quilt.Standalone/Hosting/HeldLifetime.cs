namespace Quilt.Standalone.Hosting;

/// <summary>The services do not listen to signals themselves: Standalone stops them one after the other.</summary>
internal sealed class HeldLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
