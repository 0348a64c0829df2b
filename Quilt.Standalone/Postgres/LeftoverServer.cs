using System.Diagnostics;
using System.Globalization;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Postgres;

/// <summary>Deals with a server that an earlier, killed Standalone left behind on the same cluster.</summary>
internal sealed class LeftoverServer(string cluster, PostgresPrograms programs, ServerAccount? account, Narrator narrator)
{
    private string PidFile => Path.Combine(cluster, "postmaster.pid");

    /// <summary>Stops the left-over server if one runs, and removes a pid file that would hold up ours.</summary>
    /// <exception cref="StartRefusedException">It does not stop.</exception>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        if (ReadPid() is not { } pid)
        {
            return;
        }

        switch (Examine(pid))
        {
            case Owner.Server:
                narrator.Progress($"Stopping the PostgreSQL (process {pid}) that an earlier run left behind …");
                var result = await Tool.RunAsync(programs.Program("pg_ctl"), ["stop", "-D", cluster, "-m", "fast", "-w", "-t", "60"], account, cancellationToken);
                if (!result.Succeeded && ReadPid() is not null && Examine(pid) == Owner.Server)
                {
                    throw new StartRefusedException($"A PostgreSQL server (process {pid}) still runs on {cluster} and does not stop ({result.LastLine}). End that process and start again.");
                }

                break;
            case Owner.Stranger:
                // The number of the dead server now belongs to another program (usual in containers, where numbers
                // start anew). PostgreSQL would take it for a server; we hold the folder's lock and know better.
                File.Delete(PidFile);
                break;
            case Owner.Nobody:
                // PostgreSQL sees by itself that the process is gone, and checks for its orphaned children too.
                break;
        }
    }

    private int? ReadPid() =>
        File.Exists(PidFile) && int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private Owner Examine(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            if (process.HasExited)
            {
                return Owner.Nobody;
            }

            if (!process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
            {
                return Owner.Stranger;
            }

            // The server's working directory is its cluster; where the system tells it, a server of another cluster is a stranger.
            var workingDirectory = OperatingSystem.IsLinux() ? Directory.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName : null;
            return workingDirectory is null || workingDirectory == Resolve(cluster) ? Owner.Server : Owner.Stranger;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or DirectoryNotFoundException or FileNotFoundException)
        {
            return Owner.Nobody;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's process: the server of our cluster runs under an account that we can look into.
            return Owner.Stranger;
        }
    }

    /// <summary>The path without symbolic links on the way, as the kernel knows it.</summary>
    private static string Resolve(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        var resolved = Path.Combine(Resolve(parent), Path.GetFileName(path));
        return Directory.ResolveLinkTarget(resolved, returnFinalTarget: true)?.FullName ?? resolved;
    }

    private enum Owner
    {
        Nobody,
        Server,
        Stranger,
    }
}
