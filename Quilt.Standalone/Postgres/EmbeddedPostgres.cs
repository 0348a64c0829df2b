using System.Diagnostics;
using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Postgres;

/// <summary>The running database: started, watched, started again when it dies, stopped.</summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const int RestartsPerWindow = 5;

    private static readonly TimeSpan RestartWindow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan HurriedPatience = TimeSpan.FromSeconds(5);

    private readonly PostgresPrograms _programs;
    private readonly DataFolder _folder;
    private readonly ServerAccount? _account;
    private readonly ServerAddress _address;
    private readonly Secrets _secrets;
    private readonly bool _ephemeral;
    private readonly RollingFile _log;
    private readonly Narrator _narrator;
    private readonly TaskCompletionSource<string> _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private ServerProcess? _server;
    private Task _watching = Task.CompletedTask;

    private EmbeddedPostgres(PostgresPrograms programs, DataFolder folder, ServerAccount? account, Secrets secrets, bool ephemeral, Narrator narrator)
    {
        _programs = programs;
        _folder = folder;
        _account = account;
        _secrets = secrets;
        _ephemeral = ephemeral;
        _narrator = narrator;
        _address = ServerAddress.Choose(folder);
        _log = new RollingFile(folder.PostgresLog);
    }

    /// <summary>Completes with a sentence when the database died too often to go on.</summary>
    public Task<string> GaveUp => _gaveUp.Task;

    /// <summary>The programs in use.</summary>
    public PostgresPrograms Programs => _programs;

    /// <summary>How a service reaches its database.</summary>
    public string ConnectionString(string database, int maxPoolSize = 40) => _address.ConnectionString(database, _secrets.PostgresPassword, maxPoolSize);

    /// <summary>Initialises the cluster if needed, clears what an earlier run left, and starts the server.</summary>
    /// <exception cref="StartRefusedException">The server does not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        PostgresPrograms programs,
        DataFolder folder,
        ServerAccount? account,
        Secrets secrets,
        bool ephemeral,
        Narrator narrator,
        CancellationToken cancellationToken)
    {
        await new PostgresCluster(folder, programs, account, narrator).CreateIfMissingAsync(secrets, ephemeral, cancellationToken);
        await new LeftoverServer(folder.Postgres, programs, account, narrator).ClearAsync(cancellationToken);

        var postgres = new EmbeddedPostgres(programs, folder, account, secrets, ephemeral, narrator);
        try
        {
            await postgres._address.PrepareAsync(account, cancellationToken);
            postgres._server = await postgres.LaunchAsync(cancellationToken);
            postgres._watching = postgres.WatchAsync();
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the server cleanly, without waiting for its clients; less patiently once <paramref name="hurry"/> is cancelled.</summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        await _stopping.CancelAsync();
        await _watching;
        if (_server is not { Exited.IsCompleted: false } server)
        {
            return;
        }

        if (!await EndAsync(server, "fast", StopPatience, hurry) && !await EndAsync(server, "fast", HurriedPatience, CancellationToken.None))
        {
            // Loses nothing: the next start replays the write-ahead log.
            await EndAsync(server, "immediate", StopPatience, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _log.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<bool> EndAsync(ServerProcess server, string mode, TimeSpan limit, CancellationToken hurry)
    {
        var since = Stopwatch.GetTimestamp();
        while (!hurry.IsCancellationRequested && Stopwatch.GetElapsedTime(since) < limit)
        {
            // A server that has only just been launched has no pid file yet and cannot be asked: ask again then.
            var asked = await Tool.RunAsync(_programs.Program("pg_ctl"), ["stop", "-D", _folder.Postgres, "-m", mode, "-W"], _account, CancellationToken.None);
            var patience = Task.Delay(asked.Succeeded ? limit : TimeSpan.FromMilliseconds(100), hurry);
            if (await Task.WhenAny(server.Exited, patience) == server.Exited)
            {
                return true;
            }
        }

        return server.Exited.IsCompleted;
    }

    private async Task<ServerProcess> LaunchAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var start = ChildCommand.ForServer(_programs.Program("postgres"), ServerSettings.Arguments(_folder.Postgres, _address, _ephemeral), _account);
            var server = ServerProcess.Launch(start, _log);
            _server = server;
            if (await IsReadyAsync(server, cancellationToken))
            {
                return server;
            }

            if (!IsHeldByLeftovers(server.Output) || Stopwatch.GetElapsedTime(since) > LeftoverPatience)
            {
                throw DiskSpace.IsFull(server.Output) ? DiskSpace.Refuse(_folder.Root) : Refuse(server.Output);
            }

            // The processes of a killed server end by themselves, each when it next looks up from its work.
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        var ready = _narrator.WhileAsync("Starting PostgreSQL …", WaitAsync());
        if (await Task.WhenAny(ready, server.Recovering) == server.Recovering)
        {
            _narrator.Progress("The database was not shut down cleanly: PostgreSQL is recovering it …");
        }

        return await ready;

        async Task<bool> WaitAsync() => await Task.WhenAny(server.Ready, server.Exited).WaitAsync(cancellationToken) == server.Ready;
    }

    /// <summary>Restarts the server when it ends unasked. The services answer 503 meanwhile and reconnect by themselves.</summary>
    private async Task WatchAsync()
    {
        var restarts = new Queue<long>();
        while (await EndsUnaskedAsync(_server!))
        {
            while (restarts.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest) > RestartWindow)
            {
                restarts.Dequeue();
            }

            if (restarts.Count == RestartsPerWindow)
            {
                _gaveUp.SetResult($"PostgreSQL ended {RestartsPerWindow + 1} times within {RestartWindow.TotalMinutes:0} minutes. {_folder.PostgresLog} tells why.");
                return;
            }

            restarts.Enqueue(Stopwatch.GetTimestamp());
            _narrator.Warn($"PostgreSQL ended unexpectedly (exit code {await _server!.Exited}); starting it again.");
            try
            {
                _server = await LaunchAsync(_stopping.Token);
                _narrator.Say("PostgreSQL runs again.");
            }
            catch (StartRefusedException refused)
            {
                _gaveUp.SetResult(refused.Message);
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> EndsUnaskedAsync(ServerProcess server)
    {
        try
        {
            await server.Exited.WaitAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return !_stopping.IsCancellationRequested;
    }

    private StartRefusedException Refuse(string output)
    {
        var lines = output.Split('\n').Where(line => line.Contains("FATAL", StringComparison.Ordinal) || line.Contains("PANIC", StringComparison.Ordinal)).ToList();
        var reason = lines.Count > 0 ? lines[^1] : output.Split('\n')[^1];
        return new StartRefusedException($"PostgreSQL did not start on {_folder.Postgres}: {reason.Trim()} ({_folder.PostgresLog} has more.)");
    }

    private static bool IsHeldByLeftovers(string output) =>
        output.Contains("is still in use", StringComparison.Ordinal) || output.Contains("\"postmaster.pid\" already exists", StringComparison.Ordinal);
}
