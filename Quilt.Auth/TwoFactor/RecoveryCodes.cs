using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Quilt.Auth.TwoFactor;

/// <summary>
/// Makes and redeems recovery codes: ten of 80 random bits each, which is too many to guess from a hash, so a plain one does.
/// </summary>
internal sealed class RecoveryCodes(NpgsqlDataSource database)
{
    public const int Count = 10;
    private const int Bytes = 10;
    private const int Group = 4;

    /// <summary>New codes as people write them down: <c>abcd-efgh-ijkl-mnop</c>.</summary>
    public static IReadOnlyList<string> Make() =>
        [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', Base32.Encode(RandomNumberGenerator.GetBytes(Bytes)).ToLowerInvariant().Chunk(Group).Select(part => new string(part))))];

    /// <summary>Puts codes in place of those of before, in a hand-written batch.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Replace(Guid userId, IEnumerable<string> codes) =>
    [
        new("DELETE FROM recovery_codes WHERE user_id = $1") { Parameters = { new() { Value = userId } } },
        new("INSERT INTO recovery_codes (user_id, hash) SELECT $1, unnest($2)")
        {
            Parameters = { new() { Value = userId }, new() { Value = codes.Select(HashOf).ToArray() } },
        },
    ];

    /// <summary>Uses a code up, in a hand-written batch: a row is affected only if it was good.</summary>
    public static NpgsqlBatchCommand Redeem(Guid userId, string code) =>
        new("DELETE FROM recovery_codes WHERE user_id = $1 AND hash = $2") { Parameters = { new() { Value = userId }, new() { Value = HashOf(code) } } };

    /// <summary>How many of an account's codes are left.</summary>
    public async Task<int> LeftAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT count(*)::int FROM recovery_codes WHERE user_id = $1");
        command.Parameters.Add(new() { Value = userId });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static byte[] HashOf(string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(code.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()));
}
