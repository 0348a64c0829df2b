using System.Globalization;
using System.Net;
using Npgsql;
using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Postgres;

namespace Quilt.Tests.Standalone;

/// <summary>
/// A whole registry as a person starts it: the built program as a process of its own, on free ports, over a data folder
/// that is deleted at the end. As a class or collection fixture it runs when the first test begins; a test may stop,
/// kill and start it again.
/// </summary>
public sealed class StandaloneProcess : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http = new();
    private readonly int _registryPort = FreePorts.Next();
    private readonly int _objectsPort = FreePorts.Next();
    private readonly int _authPort = FreePorts.Next();
    private readonly int _catalogPort = FreePorts.Next();
    private StandaloneRun? _run;

    /// <summary>The data folder.</summary>
    public string DataFolder { get; } = Directory.CreateTempSubdirectory("quilt-test-").FullName;

    /// <summary>The registry's address, such as <c>http://localhost:5000</c>.</summary>
    public Uri Registry => At(_registryPort);

    /// <summary>The object store's address.</summary>
    public Uri Objects => At(_objectsPort);

    /// <summary>The sign-in service's address.</summary>
    public Uri Auth => At(_authPort);

    /// <summary>The web catalog's address.</summary>
    public Uri Catalog => At(_catalogPort);

    /// <summary>Everything the present run printed.</summary>
    public string Output => Run.Output;

    /// <summary>The process id of the program.</summary>
    public int ProcessId => Run.Id;

    /// <summary>The process id of its PostgreSQL.</summary>
    public int PostgresId => int.Parse(File.ReadLines(Path.Combine(DataFolder, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>The arguments of every run.</summary>
    public IReadOnlyList<string> Arguments =>
    [
        "--data", DataFolder,
        "--port", $"{_registryPort}", "--objects-port", $"{_objectsPort}", "--auth-port", $"{_authPort}", "--catalog-port", $"{_catalogPort}",
    ];

    private StandaloneRun Run => _run ?? throw new InvalidOperationException("It has not been started.");

    /// <summary>Starts the registry and waits until all four services are healthy.</summary>
    public async Task StartAsync(IReadOnlyDictionary<string, string>? environment = null, params string[] more)
    {
        _run?.Dispose();
        _run = StandaloneRun.Launch([.. Arguments, .. more], environment);
        await _run.StartedAsync();
        await HealthyAsync();
    }

    /// <summary>Waits until all four services say that they are healthy.</summary>
    public async Task HealthyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var address in (Uri[])[Registry, Objects, Auth, Catalog])
        {
            while (await _http.GetAsync(new Uri(address, "/health"), patience.Token) is { StatusCode: not HttpStatusCode.OK })
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }

    /// <summary>Asks for an orderly stop and gives the exit code.</summary>
    public Task<int> StopAsync(string signal = "TERM") => Run.StopAsync(signal);

    /// <summary>Waits until the program has printed <paramref name="text"/>.</summary>
    public Task PrintsAsync(string text) => Run.PrintsAsync(text);

    /// <summary><c>kill -9</c> of the program, and of nothing else.</summary>
    public Task KillAsync() => Run.KillAsync();

    /// <summary>How a test looks into a database.</summary>
    public string ConnectionString(string database)
    {
        var folder = new DataFolder(DataFolder);
        return new NpgsqlConnectionStringBuilder(ServerAddress.Choose(folder).ConnectionString(database, Secrets.Open(folder).PostgresPassword, 2)) { Pooling = false }.ConnectionString;
    }

    Task IAsyncLifetime.InitializeAsync() => StartAsync();

    /// <summary>Stops the registry and deletes its data folder.</summary>
    public async Task DisposeAsync()
    {
        if (_run is { } run)
        {
            using (run)
            {
                await ProcessEndsAsync(run);
            }
        }

        _http.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    private static async Task ProcessEndsAsync(StandaloneRun run)
    {
        if (ProcessSignals.IsAlive(run.Id))
        {
            await run.StopAsync();
        }
    }

    private static Uri At(int port) => new($"http://localhost:{port}");
}
