namespace Quilt.Standalone.DataFolders;

/// <summary>
/// The layout of a data folder. All of the registry's state is in it: copied while Standalone is stopped, it is a full backup.
/// </summary>
internal sealed class DataFolder(string root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder itself.</summary>
    public string Root => root;

    /// <summary>The PostgreSQL cluster.</summary>
    public string Postgres => Path.Combine(root, "postgres");

    /// <summary>
    /// A cluster while it is being initialised, one per process: an initdb that outlived its killed parent may still be
    /// writing to another.
    /// </summary>
    public string PostgresInTheMaking => Path.Combine(root, $"postgres.new-{Environment.ProcessId}");

    /// <summary>Clusters that were never finished.</summary>
    public IEnumerable<string> HalfMadePostgres => Directory.EnumerateDirectories(root, "postgres.new-*");

    /// <summary>The objects of packages.</summary>
    public string Objects => Path.Combine(root, "objects");

    /// <summary>Keys that protect cookies and signing keys.</summary>
    public string Keys => Path.Combine(root, "keys");

    /// <summary>Logs of the services and of PostgreSQL.</summary>
    public string Logs => Path.Combine(root, "logs");

    /// <summary>Mail that would have been sent.</summary>
    public string Outbox => Path.Combine(root, "outbox");

    /// <summary>Generated passwords and keys.</summary>
    public string SecretsFile => Path.Combine(root, "secrets.json");

    /// <summary>The log of the services.</summary>
    public string ServiceLog => Path.Combine(Logs, "quilt.log");

    /// <summary>The log of PostgreSQL.</summary>
    public string PostgresLog => Path.Combine(Logs, "postgres.log");

    /// <summary>The major version of the cluster as PostgreSQL wrote it, or null when there is no cluster yet.</summary>
    public string? PostgresVersion
    {
        get
        {
            var file = Path.Combine(Postgres, "PG_VERSION");
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
    }

    /// <summary>Creates what is missing, closed to other users.</summary>
    /// <exception cref="StartRefusedException">The folder cannot be created or written.</exception>
    public void Create()
    {
        try
        {
            CreateClosed(root);
            if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            {
                // PostgreSQL runs under another account then and must be able to pass through; what lies inside stays closed.
                File.SetUnixFileMode(root, OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            }

            foreach (var folder in (string[])[Objects, Keys, Logs, Outbox])
            {
                CreateClosed(folder);
            }

            var probe = Path.Combine(root, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.IsFull(exception)
                ? DiskSpace.Refuse(root)
                : new StartRefusedException($"The data folder {root} cannot be written ({exception.Message.TrimEnd('.')}). Choose another with --data or correct its permissions.", exception);
        }
    }

    private static void CreateClosed(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }
}
