using Quilt.Tests.Postgres;
using Quilt.Tests.Standalone;

namespace Quilt.Tests.Stack;

/// <summary>A PostgreSQL server of its own on a port, as a stack has it, that can be stopped and started.</summary>
internal sealed class PostgresProcess : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quilt-stack-pg-").FullName;
    private readonly int _port = FreePorts.Next();
    private readonly string _programs = PostgresServer.FindBinaries();

    /// <summary>As Aspire hands it over. The database need not exist.</summary>
    public string ConnectionString(string database) => $"Host=localhost;Port={_port};Username=postgres;Password=unused;Database={database}";

    public async Task StartAsync()
    {
        if (!Directory.Exists($"{_folder}/data"))
        {
            if (Environment.IsPrivilegedProcess)
            {
                await PostgresServer.RunAsync("chown", "postgres:", _folder);
            }

            await RunAsync("initdb", "-D", $"{_folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        }

        await RunAsync(
            "pg_ctl", "-w", "-s", "-D", $"{_folder}/data", "-l", $"{_folder}/log", "start", "-o",
            $"-c listen_addresses=localhost -c port={_port} -c unix_socket_directories='{_folder}' -c max_connections=300 -c fsync=off -c synchronous_commit=off");
    }

    /// <summary>As when its container is stopped: it ends every connection, and loses nothing.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "-w", "-s", "-D", $"{_folder}/data", "-m", "fast", "stop");

    public void Dispose()
    {
        if (File.Exists($"{_folder}/data/postmaster.pid"))
        {
            RunAsync("pg_ctl", "-w", "-s", "-D", $"{_folder}/data", "-m", "immediate", "stop").GetAwaiter().GetResult();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Task RunAsync(string program, params string[] arguments)
    {
        // Postgres refuses to run as root.
        string[] command = [.. Environment.IsPrivilegedProcess ? (string[])["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [], Path.Combine(_programs, program), .. arguments];
        return PostgresServer.RunAsync(command[0], command[1..]);
    }
}
