using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Quilt.Standalone.DataFolders;

namespace Quilt.Standalone.Postgres;

/// <summary>
/// Where the private PostgreSQL listens. On Unix a socket in a folder closed to other users, so that nothing else on
/// the machine or the network can even ask for the password; on Windows a free port on loopback.
/// </summary>
/// <param name="SocketFolder">The folder of the socket, or null for TCP.</param>
/// <param name="Port">The TCP port, or the number in the socket's name.</param>
internal sealed record ServerAddress(string? SocketFolder, int Port)
{
    private const int SocketNumber = 5432;

    /// <summary>Socket paths end at 107 bytes on Linux and 103 on macOS; <c>/.s.PGSQL.5432.lock</c> comes on top of the folder.</summary>
    private const int LongestFolder = 103 - 19;

    /// <summary>Chooses the address for a data folder.</summary>
    public static ServerAddress Choose(DataFolder folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return new ServerAddress(null, FreePort());
        }

        var inside = Path.Combine(folder.Root, "run");
        if (Encoding.UTF8.GetByteCount(inside) <= LongestFolder)
        {
            return new ServerAddress(inside, SocketNumber);
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..16];
        return new ServerAddress(Path.Combine(Path.GetTempPath(), $"quilt-{name}"), SocketNumber);
    }

    /// <summary>Makes the socket's folder anew, closed to all but <paramref name="account"/>.</summary>
    public async Task PrepareAsync(ServerAccount? account, CancellationToken cancellationToken)
    {
        if (SocketFolder is null || OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            if (Directory.Exists(SocketFolder))
            {
                Directory.Delete(SocketFolder, recursive: true);
            }

            // Creating it ourselves, after the old one is gone, leaves no room for a folder that somebody else put there.
            Directory.CreateDirectory(SocketFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await FileOwner.GiveAsync(SocketFolder, account, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The folder {SocketFolder} for PostgreSQL's socket cannot be made ({exception.Message.TrimEnd('.')}). Remove what is there, or choose a data folder with a shorter path with --data.", exception);
        }
    }

    /// <summary>Settings for the server.</summary>
    public IEnumerable<(string Name, string Value)> Settings => SocketFolder is null
        ? [("listen_addresses", "127.0.0.1"), ("port", $"{Port}")]
        : [
            ("listen_addresses", ""),
            ("port", $"{Port}"),
            ("unix_socket_directories", $"\"{SocketFolder.Replace("\"", "\"\"", StringComparison.Ordinal)}\""),
            ("unix_socket_permissions", "0700"),
        ];

    /// <summary>How a client reaches a database.</summary>
    public string ConnectionString(string database, string password, int maxPoolSize) => new NpgsqlConnectionStringBuilder
    {
        Host = SocketFolder ?? "127.0.0.1",
        Port = Port,
        Username = PostgresCluster.SuperUser,
        Password = password,
        Database = database,
        SslMode = SslMode.Disable,
        MaxPoolSize = maxPoolSize,
        ApplicationName = "quilt-" + database,
    }.ConnectionString;

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
