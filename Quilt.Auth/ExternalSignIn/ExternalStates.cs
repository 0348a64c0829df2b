using Npgsql;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>The states of sign-ins that people went to a provider with: kept so that none is good twice.</summary>
internal sealed class ExternalStates(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>One that has expired is refused also when it is gone. Reads the whole table, like the pruning of tokens does.</summary>
    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM open_id_tokens WHERE type = 'urn:openiddict:params:oauth:token-type:state_token' AND expiration_date <= $1");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
