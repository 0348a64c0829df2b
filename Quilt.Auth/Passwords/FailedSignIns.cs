using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Quilt.Auth.Passwords;

/// <summary>
/// Counts failed sign-ins by account and by address, for all replicas, and refuses more for a while. Only failures
/// count, and an unknown name counts like a known one, so that a refusal tells nobody which names exist.
/// </summary>
internal sealed class FailedSignIns(NpgsqlDataSource database, TimeProvider time)
{
    public const int PerAccount = 10;
    public const int PerAddress = 100;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How long to wait before another try, or null when one is allowed now. Two look-ups by primary key.</summary>
    public async Task<TimeSpan?> BlockedForAsync(string name, IPAddress? address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            SELECT max(started_at) FROM failed_sign_ins
            WHERE started_at > $1 AND ((key = $2 AND count >= $3) OR (key = $4 AND count >= $5))
            """);
        command.Parameters.Add(new() { Value = now - Window });
        command.Parameters.Add(new() { Value = AccountKey(name) });
        command.Parameters.Add(new() { Value = PerAccount });
        command.Parameters.Add(new() { Value = AddressKey(address) });
        command.Parameters.Add(new() { Value = PerAddress });
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime started
            ? started + Window - now.UtcDateTime
            : null;
    }

    public async Task CountAsync(string name, IPAddress? address, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            INSERT INTO failed_sign_ins AS f (key, started_at, count)
            SELECT key, $1, 1 FROM unnest($2) AS key ORDER BY key
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN f.started_at > $3 THEN f.count + 1 ELSE 1 END,
                started_at = CASE WHEN f.started_at > $3 THEN f.started_at ELSE EXCLUDED.started_at END
            """);
        var now = time.GetUtcNow();
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = new[] { AccountKey(name), AddressKey(address) } });
        command.Parameters.Add(new() { Value = now - Window });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Forgets an account's failures. Called with the right password only, and costs nothing when there were none.</summary>
    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM failed_sign_ins WHERE key = $1");
        command.Parameters.Add(new() { Value = AccountKey(name) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM failed_sign_ins WHERE started_at <= $1");
        command.Parameters.Add(new() { Value = time.GetUtcNow() - Window });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Hashed, because what people type as a name may be a password.</summary>
    private static byte[] AccountKey(string name) => SHA256.HashData(Encoding.UTF8.GetBytes("account:" + name));

    /// <summary>A whole /64 of IPv6 counts as one address: anybody can have as many as that.</summary>
    private static byte[] AddressKey(IPAddress? address)
    {
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        var bytes = address?.GetAddressBytes() ?? [];
        return SHA256.HashData([.. "address:"u8, .. address?.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..8] : bytes]);
    }
}
