using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Quilt.Auth.Limits;

/// <summary>Something of which only so many are allowed within <see cref="AttemptCounts.Window"/>.</summary>
/// <param name="Key">What is counted together.</param>
/// <param name="Most">How many are allowed.</param>
internal readonly record struct Attempt(byte[] Key, int Most)
{
    /// <summary>By account, known or not. Hashed, because what people type as a name may be a password.</summary>
    public static Attempt ByAccount(string what, string account, int most) => new(SHA256.HashData(Encoding.UTF8.GetBytes(what + "account:" + account)), most);

    /// <summary>By address. A whole /64 of IPv6 counts as one: anybody can have as many as that.</summary>
    public static Attempt ByAddress(string what, IPAddress? address, int most)
    {
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        var bytes = address?.GetAddressBytes() ?? [];
        return new(SHA256.HashData([.. Encoding.UTF8.GetBytes(what + "address:"), .. address?.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..8] : bytes]), most);
    }
}
