using System.Diagnostics;
using System.Globalization;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Flows;

/// <summary>
/// The one running registry of all flow tests, started when the first of them begins. They share nothing else: each test
/// makes users or packages of its own, so they run side by side and in any order.
/// </summary>
public sealed class FlowRegistry : IAsyncLifetime
{
    private static readonly Lazy<Task<StandaloneProcess>> Shared = new(StartAsync);
    private static int _names;

    private StandaloneProcess? _server;
    private PythonClient? _user;

    internal StandaloneProcess Server => _server!;

    /// <summary>A user of the test class, for tests that need no user of their own.</summary>
    internal PythonClient User => _user!;

    /// <summary>A caller without a token.</summary>
    internal PythonClient Anonymous => PythonClient.Anonymous(Server);

    public async Task InitializeAsync()
    {
        _server = await Shared.Value;
        _user = await NewUserAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A name, good for users and packages, that nobody else in this run has.</summary>
    internal static string NewName(string start) => string.Create(CultureInfo.InvariantCulture, $"{start}_{Interlocked.Increment(ref _names)}");

    /// <summary>Opens an account and logs in.</summary>
    internal Task<PythonClient> NewUserAsync() => PythonClient.RegisterAsync(Server, NewName("user"));

    /// <summary>The admin of a fresh registry.</summary>
    internal async Task<PythonClient> AdminAsync() => Anonymous.With(await Anonymous.Registry.LoginAsync("admin", "quilt"));

    /// <summary>Loses the content of an object, as a disk does.</summary>
    internal void Lose(string owner, string hash)
    {
        var files = Directory.GetFiles(Path.Combine(Server.DataFolder, "objects"), $"*{hash}*", SearchOption.AllDirectories)
            .Where(file => file.Contains($"{Path.DirectorySeparatorChar}d{owner}{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        File.Delete(Assert.Single(files));
    }

    private static async Task<StandaloneProcess> StartAsync()
    {
        var server = new StandaloneProcess();
        await server.StartAsync();

        // The runner gives this process no time to stop anything at its end. The shell waits on a pipe from us: when we
        // end, even by a kill, it reads the end, stops the registry in order and takes its folder away.
        const string Script = """
            read -r end
            kill -TERM "$0"
            tries=0
            while kill -0 "$0" && [ $tries -lt 300 ]; do sleep 0.1; tries=$((tries+1)); done
            rm -rf "$1"
            """;
        var keep = new ProcessStartInfo("/bin/sh", ["-c", Script, $"{server.ProcessId}", server.DataFolder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var keeper = Process.Start(keep)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => keeper.StandardInput.Close();
        return server;
    }
}
