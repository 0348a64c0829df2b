using System.Net;
using System.Net.Sockets;

namespace Quilt.Standalone.Options;

/// <summary>Where the services listen: loopback always (they call each other there), and what was asked for.</summary>
/// <param name="Text">What was asked for.</param>
/// <param name="IsWide">Whether other machines can reach the services.</param>
/// <param name="Addresses">The addresses to bind.</param>
internal sealed record BindAddress(string Text, bool IsWide, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>Only this machine.</summary>
    public static BindAddress Loopback { get; } = new("localhost", IsWide: false, LoopbackAddresses());

    /// <summary>Reads <c>localhost</c>, <c>*</c> or an IP address; null when it is none of them.</summary>
    public static BindAddress? Parse(string text)
    {
        switch (text.Trim().ToUpperInvariant())
        {
            case "LOCALHOST" or "LOOPBACK":
                return Loopback;
            case "*" or "+" or "ANY" or "0.0.0.0" or "::" or "[::]":
                return new BindAddress(text, IsWide: true, [Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any]);
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        return IPAddress.IsLoopback(address)
            ? new BindAddress(text, IsWide: false, [.. Loopback.Addresses.Union([address])])
            : new BindAddress(text, IsWide: true, [address, .. Loopback.Addresses]);
    }

    /// <summary>The addresses in the form that Kestrel reads.</summary>
    public string Urls(int port) => string.Join(';', Addresses.Select(address => $"http://{Host(address)}:{port}"));

    /// <summary>An address as the host part of a URL.</summary>
    public static string Host(IPAddress address) => address.AddressFamily switch
    {
        _ when address.Equals(IPAddress.IPv6Any) => "*",
        AddressFamily.InterNetworkV6 => $"[{address}]",
        _ => address.ToString(),
    };

    private static IPAddress[] LoopbackAddresses()
    {
        if (!Socket.OSSupportsIPv6)
        {
            return [IPAddress.Loopback];
        }

        // The system may know IPv6 and still have no ::1 (containers); only binding tells.
        using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }
        catch (SocketException)
        {
            return [IPAddress.Loopback];
        }
    }
}
