using System.Net.Sockets;
using Npgsql;

namespace Quilt.Tests.Postgres;

/// <summary>Stands between a service and its database, and can be broken: then the database is away, for that service alone.</summary>
internal sealed class PostgresRelay : IDisposable
{
    private const string SocketName = ".s.PGSQL.5432";

    private readonly string _folder = Directory.CreateTempSubdirectory("quilt-relay-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _open = [];
    private readonly string _target;

    private PostgresRelay(string target) => _target = target;

    /// <summary>Opens a relay to a database and tells the connection string that goes through it.</summary>
    public static (PostgresRelay Relay, string ConnectionString) Open(string connectionString)
    {
        var direct = new NpgsqlConnectionStringBuilder(connectionString);
        var relay = new PostgresRelay(Path.Combine(direct.Host!, SocketName));
        relay._listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(relay._folder, SocketName)));
        relay._listener.Listen();
        _ = relay.AcceptAsync();
        direct.Host = relay._folder;
        return (relay, direct.ConnectionString);
    }

    /// <summary>Ends every connection, and takes no more.</summary>
    public void Break()
    {
        _listener.Dispose();
        lock (_open)
        {
            _open.ForEach(socket => socket.Dispose());
        }
    }

    public void Dispose()
    {
        Break();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptAsync();
                var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                lock (_open)
                {
                    _open.AddRange([near, far]);
                }

                await far.ConnectAsync(new UnixDomainSocketEndPoint(_target));
                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Broken, as was asked for.
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        try
        {
            await using var source = new NetworkStream(from, ownsSocket: true);
            await using var target = new NetworkStream(to, ownsSocket: true);
            await source.CopyToAsync(target);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            // One side has left; the other is closed with it.
        }
    }
}
