using System.ComponentModel;
using System.Diagnostics;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Postgres;

/// <summary>One run of the server program, from launch to end.</summary>
internal sealed class ServerProcess
{
    private const int KeptLines = 40;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _recovering = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastLines = [];
    private readonly RollingFile _log;

    private ServerProcess(RollingFile log) => _log = log;

    /// <summary>Completes when the server accepts connections.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when the server repairs what a hard stop left.</summary>
    public Task Recovering => _recovering.Task;

    /// <summary>Completes with the exit code when the server has ended.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>The end of what it said.</summary>
    public string Output
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join('\n', _lastLines);
            }
        }
    }

    /// <summary>Starts the server.</summary>
    public static ServerProcess Launch(ProcessStartInfo start, RollingFile log)
    {
        var server = new ServerProcess(log);

        // A thread of its own, which lives as long as the server: the kernel sends the parent's death signal when the
        // thread that started the child ends, and a thread of the pool may end at any time.
        new Thread(() => server.Run(start)) { IsBackground = true, Name = "PostgreSQL" }.Start();
        return server;
    }

    private void Run(ProcessStartInfo start)
    {
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        try
        {
            process.Start();
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }
        catch (Win32Exception exception)
        {
            Read($"{start.FileName}: {exception.Message}");
            _exited.SetResult(-1);
            return;
        }

        // Without a limit, the wait would also be for the end of the output, which a lingering child of the server may hold open.
        while (!process.WaitForExit(TimeSpan.FromDays(1)))
        {
        }

        // What it said last explains why it ended; normally it is there at once.
        process.WaitForExitAsync().Wait(TimeSpan.FromSeconds(1));
        _exited.SetResult(process.ExitCode);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log.Write(line);
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }

        if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
        else if (line.Contains("automatic recovery in progress", StringComparison.Ordinal))
        {
            _recovering.TrySetResult();
        }
    }
}
