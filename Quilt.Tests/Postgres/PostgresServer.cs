using System.Diagnostics;
using Npgsql;

namespace Quilt.Tests.Postgres;

/// <summary>
/// One throw-away Postgres for all tests of a run, started when the first test asks for it, with a database for each who
/// asks. It speaks on a socket in its own folder, so that no port can be taken, and ends with this process however that ends.
/// </summary>
internal sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> Instance = new(StartAsync);

    private readonly string _folder;
    private readonly Process _keeper;
    private int _databases;

    private PostgresServer(string folder, Process keeper)
    {
        _folder = folder;
        _keeper = keeper;
    }

    /// <summary>The server of this run.</summary>
    public static Task<PostgresServer> Shared => Instance.Value;

    /// <summary>Makes an empty database and tells its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    private string ConnectionString(string database) => $"Host={_folder};Username=postgres;Database={database}";

    private static async Task<PostgresServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("quilt-pg-").FullName;
        var user = new List<string>();
        if (Environment.IsPrivilegedProcess)
        {
            // Postgres refuses to run as root.
            await RunAsync("chown", "postgres:", folder);
            user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"];
        }

        var bin = FindBinaries();
        string[] initialise = [.. user, Path.Combine(bin, "initdb"), "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
        await RunAsync(initialise[0], initialise[1..]);

        // The shell waits on a pipe from us: when we end, even by a kill, it reads the end and takes the server down.
        const string Script = """
            "$0/pg_ctl" -w -s -D "$1/data" -l "$1/server.log" -o "-c listen_addresses='' -c unix_socket_directories='$1' -c max_connections=400 -c fsync=off -c full_page_writes=off -c synchronous_commit=off" start || exit 1
            echo ready
            read -r end
            "$0/pg_ctl" -s -D "$1/data" -m immediate stop
            rm -rf "$1"
            """;
        string[] keep = [.. user, "/bin/sh", "-c", Script, bin, folder];
        var start = new ProcessStartInfo(keep[0], keep[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        var keeper = Process.Start(start)!;
        if (await keeper.StandardOutput.ReadLineAsync() != "ready")
        {
            throw new InvalidOperationException($"Postgres did not start: see {folder}/server.log.");
        }

        var server = new PostgresServer(folder, keeper);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server._keeper.StandardInput.Close();
        return server;
    }

    internal static string FindBinaries() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => folder + "/bin")
                : [])
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        ?? throw new InvalidOperationException("The tests need PostgreSQL's initdb and pg_ctl: install PostgreSQL (Debian: apt-get install postgresql).");

    internal static async Task RunAsync(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} failed: {await output}{errors}");
        }
    }
}
