using System.Net;
using System.Net.Sockets;
using Quilt.Standalone.Options;

namespace Quilt.Standalone.Hosting;

/// <summary>Finds out before anything starts whether the services can have their ports.</summary>
internal static class PortCheck
{
    /// <exception cref="StartRefusedException">A port is taken or not ours to use.</exception>
    public static void Check(StandaloneOptions options)
    {
        foreach (var (service, port) in options.Ports)
        {
            foreach (var address in options.Bind.Addresses)
            {
                Check(address, port, StandaloneOptionsReader.PortOption(service));
            }
        }
    }

    private static void Check(IPAddress address, int port, string option)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
        }
        catch (SocketException exception)
        {
            throw new StartRefusedException(exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"Port {port} is in use by another program{MacHint(port)}. Stop that program or choose another port with {option}.",
                SocketError.AccessDenied => $"Port {port} may not be used by this account. Choose a port above 1023 with {option}.",
                SocketError.AddressNotAvailable => $"{address} is not an address of this machine. Choose one that is with {StandaloneSetting.Bind.Option}, or * for all.",
                _ => $"Port {port} on {address} cannot be used ({exception.Message}). Choose another with {option}.",
            });
        }
    }

    private static string MacHint(int port) => OperatingSystem.IsMacOS() && port == 5000 ? " (on macOS often the AirPlay Receiver, see System Settings)" : "";
}
