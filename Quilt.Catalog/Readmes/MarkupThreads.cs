namespace Quilt.Catalog.Readmes;

/// <summary>
/// Runs work on strangers' markup. Both Markdown and HTML have texts that take seconds or a deep stack: it runs on
/// threads of its own with room for any nesting, a few at a time, and whoever waits longer than
/// <see cref="Patience"/> goes on without the outcome.
/// </summary>
internal sealed class MarkupThreads(TimeProvider clock) : IDisposable
{
    private const int StackSize = 256 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _slots = new(2);

    /// <summary>The outcome of the work, which must be bounded.</summary>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public Task<T> RunAsync<T>(Func<T> work) => RunToEndAsync(work).WaitAsync(Patience, clock);

    public void Dispose() => _slots.Dispose();

    private async Task<T> RunToEndAsync<T>(Func<T> work)
    {
        await _slots.WaitAsync();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        }, StackSize)
        {
            IsBackground = true,
            Name = "Markup",
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
}
