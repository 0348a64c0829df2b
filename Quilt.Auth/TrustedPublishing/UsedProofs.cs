using Npgsql;

namespace Quilt.Auth.TrustedPublishing;

/// <summary>Remembers the proofs that were exchanged, so that each is good once.</summary>
internal sealed class UsedProofs(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Longer than the clocks may be apart.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>Uses up a proof, with the transaction. False where it was used before; of two racing ones the second waits and gets that.</summary>
    public static async Task<bool> TakeAsync(NpgsqlTransaction transaction, WorkloadProof proof, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO used_proofs (hash, expires_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING", transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = proof.Hash });
        command.Parameters.Add(new() { Value = proof.ExpiresAt + Margin });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM used_proofs WHERE expires_at <= $1");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
