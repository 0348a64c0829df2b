using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;

namespace Quilt.Auth.Codes;

/// <summary>Makes and redeems the codes of <c>quilt login</c>: 128 random bits, good once, for ten minutes.</summary>
internal sealed class OneTimeCodes(NpgsqlDataSource database, SecurityEvents events, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Tells a code from a refresh token, and lets people and secret scanners see what it is.</summary>
    private const string Prefix = "qltc_";

    public static bool LooksLikeOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    public async Task<string> IssueAsync(Account account, CancellationToken cancellationToken)
    {
        var code = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("INSERT INTO one_time_codes (hash, user_id, generation, expires_at) VALUES ($1, $2, $3, $4)")
        {
            Parameters =
            {
                new() { Value = HashOf(code) },
                new() { Value = account.Id },
                new() { Value = account.Generation },
                new() { Value = time.GetUtcNow() + Lifetime },
            },
        });
        batch.BatchCommands.Add(events.Command(account.Name, new SecurityAct(SecurityEventTypes.TokenCreated, ("kind", "one-time code"))));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return code;
    }

    /// <summary>
    /// The account that the code was made for, or null. The row goes with the answer, so that of two racing calls exactly
    /// one gets it.
    /// </summary>
    public async Task<Guid?> RedeemAsync(string code, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            WITH redeemed AS (DELETE FROM one_time_codes WHERE hash = $1 RETURNING user_id, generation, expires_at)
            SELECT u.id FROM redeemed r JOIN users u ON u.id = r.user_id
            WHERE r.expires_at > $2 AND u.generation = r.generation AND u.is_active
            """);
        command.Parameters.Add(new() { Value = HashOf(code.Trim()) });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM one_time_codes WHERE expires_at <= $1");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
