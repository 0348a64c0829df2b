using System.Threading.Channels;

namespace Quilt.Standalone.Terminal;

/// <summary>
/// A log file that starts anew when it grows large and keeps a few older ones (<c>name.1.log</c> is the newest of them).
/// Lines are queued and written in the background; when the disk cannot keep up or is full, lines are dropped and the
/// gap is noted: logging never holds up or fails the work.
/// </summary>
internal sealed class RollingFile : IAsyncDisposable
{
    private const int QueueLength = 10_000;

    private readonly string _path;
    private readonly long _maxBytes;
    private readonly int _keep;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly Task _writing;
    private long _dropped;

    public RollingFile(string path, long maxBytes = 10 * 1024 * 1024, int keep = 4)
    {
        _path = path;
        _maxBytes = maxBytes;
        _keep = keep;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Queues one entry, which may span lines.</summary>
    public void Write(string entry)
    {
        if (!_lines.Writer.TryWrite(entry))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAllAsync()
    {
        StreamWriter? writer = null;
        try
        {
            while (await _lines.Reader.WaitToReadAsync())
            {
                try
                {
                    writer ??= Open();
                    if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                    {
                        await writer.WriteLineAsync($"({dropped} entries were dropped here)");
                    }

                    while (_lines.Reader.TryRead(out var entry))
                    {
                        await writer.WriteLineAsync(entry);
                    }

                    await writer.FlushAsync();
                    if (writer.BaseStream.Length > _maxBytes)
                    {
                        await writer.DisposeAsync();
                        writer = null;
                        Roll();
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    Interlocked.Increment(ref _dropped);
                }
            }
        }
        finally
        {
            await CloseAsync(writer);
        }
    }

    private static async Task CloseAsync(StreamWriter? writer)
    {
        try
        {
            if (writer is not null)
            {
                await writer.DisposeAsync();
            }
        }
        catch (IOException)
        {
            // The disk is full: what was still buffered is lost, which a log may be.
        }
    }

    private StreamWriter Open() => new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));

    private void Roll()
    {
        for (var number = _keep; number >= 1; number--)
        {
            var from = number == 1 ? _path : Numbered(number - 1);
            if (File.Exists(from))
            {
                File.Move(from, Numbered(number), overwrite: true);
            }
        }
    }

    private string Numbered(int number) => Path.ChangeExtension(_path, $"{number}{Path.GetExtension(_path)}");
}
