using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Postgres;

/// <summary>Makes the cluster of a fresh data folder, and sees to it that the server's account can reach it.</summary>
internal sealed class PostgresCluster(DataFolder folder, PostgresPrograms programs, ServerAccount? account, Narrator narrator)
{
    /// <summary>The one role: the services own their databases, and nobody else gets in.</summary>
    public const string SuperUser = "quilt";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Initialises the cluster if there is none.</summary>
    /// <exception cref="StartRefusedException">It cannot be made.</exception>
    public async Task CreateIfMissingAsync(Secrets secrets, bool ephemeral, CancellationToken cancellationToken)
    {
        if (account is not null)
        {
            await CheckReachableAsync(account, cancellationToken);
        }

        if (folder.PostgresVersion is not null)
        {
            return;
        }

        if (Directory.Exists(folder.Postgres) && Directory.EnumerateFileSystemEntries(folder.Postgres).Any())
        {
            throw new StartRefusedException($"{folder.Postgres} is not empty, yet holds no PostgreSQL cluster. Move what is in it away, or choose another data folder with --data.");
        }

        narrator.Progress($"First start: initialising the database with PostgreSQL {programs.Version} …");
        await InitialiseAsync(secrets, ephemeral, cancellationToken);
    }

    private async Task InitialiseAsync(Secrets secrets, bool ephemeral, CancellationToken cancellationToken)
    {
        // Made aside and renamed when whole: a start that is killed half-way leaves nothing that looks like a cluster.
        var making = folder.PostgresInTheMaking;
        var passwordFile = Path.Combine(folder.Root, "postgres.password");
        try
        {
            DeleteAbandoned();
            CreateFolder(making);
            await FileOwner.GiveAsync(making, account, cancellationToken);
            await WritePasswordAsync(passwordFile, secrets.PostgresPassword, cancellationToken);

            string[] arguments =
            [
                "--pgdata", making, "--username", SuperUser, "--pwfile", passwordFile, "--auth", "scram-sha-256",
                "--encoding", "UTF8", "--locale", "C", "--no-instructions", .. ephemeral ? ["--no-sync"] : Array.Empty<string>(),
            ];
            var result = await Tool.RunAsync(programs.Program("initdb"), arguments, account, cancellationToken);
            if (!result.Succeeded)
            {
                DeleteIfThere(making);
                throw DiskSpace.IsFull(result.Output)
                    ? DiskSpace.Refuse(folder.Root)
                    : new StartRefusedException($"The database could not be initialised in {folder.Root}: initdb of PostgreSQL {programs.Version} said: {result.LastLines}");
            }

            DeleteIfThere(folder.Postgres);
            Directory.Move(making, folder.Postgres);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    private async Task WritePasswordAsync(string path, string password, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var writer = new StreamWriter(new FileStream(path, options)))
        {
            await writer.WriteLineAsync(password.AsMemory(), cancellationToken);
        }

        await FileOwner.GiveAsync(path, account, cancellationToken);
    }

    private async Task CheckReachableAsync(ServerAccount other, CancellationToken cancellationToken)
    {
        var result = await Tool.RunAsync("test", ["-x", Path.Combine(folder.Root, ".")], other, cancellationToken);
        if (!result.Succeeded)
        {
            throw new StartRefusedException(
                $"PostgreSQL does not run as root, and the account '{other.Name}' that it runs under instead cannot reach {folder.Root}{ClosedParent()}. "
                + $"Choose a folder that it can, such as {DefaultFolders.Data}, with --data, or start Quilt as an ordinary user.");
        }
    }

    /// <summary>Names the folder that bars the way. We never open it ourselves: it is closed for a reason.</summary>
    private string ClosedParent()
    {
        for (var parent = Path.GetDirectoryName(folder.Root); parent is not null && !OperatingSystem.IsWindows(); parent = Path.GetDirectoryName(parent))
        {
            if (!File.GetUnixFileMode(parent).HasFlag(UnixFileMode.OtherExecute))
            {
                return $" ({parent} is closed to others)";
            }
        }

        return "";
    }

    private void DeleteAbandoned()
    {
        foreach (var abandoned in folder.HalfMadePostgres)
        {
            try
            {
                Directory.Delete(abandoned, recursive: true);
            }
            catch (IOException) when (Directory.Exists(abandoned))
            {
                narrator.Progress($"{abandoned} is still being written by an initdb of a killed start; it can be deleted later.");
            }
        }
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    private static void DeleteIfThere(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
