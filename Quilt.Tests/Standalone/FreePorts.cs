using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Quilt.Tests.Standalone;

/// <summary>Ports for servers that tests start as processes of their own.</summary>
internal static class FreePorts
{
    // Below the range that systems give to outgoing connections: none of those takes a port between our look and its use.
    private const int Lowest = 20_000;
    private const int Highest = 30_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port that is free now and that no other test of this run gets.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (Given.TryAdd(port, true) && IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
