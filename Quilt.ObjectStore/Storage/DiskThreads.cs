using System.Collections.Concurrent;

namespace Quilt.ObjectStore.Storage;

/// <summary>
/// Threads of their own for work that waits for the disk to flush. On the thread pool a handful of uploads would hold
/// up every other request; side by side, the flushes share the journal commits of the file system.
/// </summary>
internal sealed class DiskThreads : IDisposable
{
    private const int Count = 20;
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread[] _threads;

    public DiskThreads()
    {
        _threads = new Thread[Count];
        for (var i = 0; i < Count; i++)
        {
            _threads[i] = new Thread(Work, maxStackSize: 256 * 1024) { IsBackground = true, Name = "Quilt object store disk" };
            _threads[i].Start();
        }
    }

    public Task<T> RunAsync<T>(Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                completion.SetResult(work());
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        });
        return completion.Task;
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _work.Dispose();
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
