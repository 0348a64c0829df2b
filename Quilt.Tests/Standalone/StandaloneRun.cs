using System.Diagnostics;
using System.Text;

namespace Quilt.Tests.Standalone;

/// <summary>One process of the built <c>Quilt.Standalone</c>, with what it prints.</summary>
internal sealed class StandaloneRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StandaloneRun(Process process) => _process = process;

    /// <summary>The process id of the program itself.</summary>
    public int Id => _process.Id;

    /// <summary>Everything printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the program with <paramref name="arguments"/>.</summary>
    public static StandaloneRun Launch(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Quilt.Standalone.StartRefusedException).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var run = new StandaloneRun(new Process { StartInfo = start });
        run._process.OutputDataReceived += (_, line) => run.Read(line.Data);
        run._process.ErrorDataReceived += (_, line) => run.Read(line.Data);
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Waits until everything runs; fails with the output when it does not come to that.</summary>
    public async Task StartedAsync()
    {
        if (await Task.WhenAny(_started.Task, _process.WaitForExitAsync()).WaitAsync(Patience) != _started.Task)
        {
            Assert.Fail($"Standalone ended with exit code {_process.ExitCode} instead of starting:\n{Output}");
        }
    }

    /// <summary>Waits until the program has printed <paramref name="text"/>.</summary>
    public async Task PrintsAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Asks for an orderly stop (SIGTERM unless told) and gives the exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        await ProcessSignals.SendAsync(_process.Id, signal);
        return await ExitAsync();
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.StartsWith("Press Ctrl-C", StringComparison.Ordinal) == true)
        {
            _started.TrySetResult();
        }
    }
}
