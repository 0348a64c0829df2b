using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Stack;

/// <summary>
/// One built program of ours as a process of its own, which knows nothing but the environment variables that it is given.
/// It may be stopped, killed and started again; it keeps its address.
/// </summary>
internal sealed class ServiceProcess(string name, Assembly program, IReadOnlyDictionary<string, string> environment) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What any process needs, wherever it runs.</summary>
    private static readonly string[] Inherited = ["PATH", "TMPDIR", "DOTNET_ROOT"];

    private readonly HttpClient _http = new();
    private readonly StringBuilder _output = new();
    private Process? _process;

    public string Name => name;

    /// <summary>Its home and working directory, where it has no business to write.</summary>
    public string Home { get; } = Directory.CreateTempSubdirectory("quilt-home-").FullName;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; } = new($"http://localhost:{FreePorts.Next()}");

    /// <summary>Everything it has printed.</summary>
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

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", [program.Location]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Home };
        var inherited = Inherited.ToDictionary(variable => variable, Environment.GetEnvironmentVariable);
        start.Environment.Clear();
        foreach (var (variable, value) in inherited.Where(entry => entry.Value is not null))
        {
            start.Environment[variable] = value;
        }

        start.Environment["HOME"] = Home;
        start.Environment["ASPNETCORE_URLS"] = Address.AbsoluteUri.TrimEnd('/');
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until <c>/health</c> answers, and tells its word.</summary>
    public Task<string> HealthyAsync() => AnswersAsync("/health", HttpStatusCode.OK);

    /// <summary>Waits until a path answers with a status, and tells what it says.</summary>
    public async Task<string> AnswersAsync(string path, HttpStatusCode status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Assert.False(_process!.HasExited, $"{name} has ended:\n{Output}");
            try
            {
                using var answer = await _http.GetAsync(new Uri(Address, path), patience.Token);
                if (answer.StatusCode == status)
                {
                    return await answer.Content.ReadAsStringAsync(patience.Token);
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{name} did not answer {path} with {status}:\n{Output}");
            }

            await Task.Delay(30);
        }
    }

    /// <summary>Asks for an orderly stop and waits for it.</summary>
    public async Task StopAsync()
    {
        await ProcessSignals.SendAsync(_process!.Id, "TERM");
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        _http.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
        }

        _process?.WaitForExit();
        _process?.Dispose();
        Directory.Delete(Home, recursive: true);
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
