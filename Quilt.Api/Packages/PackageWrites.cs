using Npgsql;
using Quilt.Api.Http;

namespace Quilt.Api.Packages;

/// <summary>Changes packages: one change of a package at a time, seen by every replica once it is committed.</summary>
internal sealed class PackageWrites(NpgsqlDataSource database, PackageStates states)
{
    private const string LockSql = "SELECT id FROM packages WHERE owner = @owner AND name = @name FOR UPDATE";

    /// <summary>
    /// Runs <paramref name="change"/> in a transaction that holds the package's row. An error it returns, and a package
    /// that is not there (<paramref name="missing"/>), leave everything as it was.
    /// </summary>
    public async Task<ApiError?> ChangeAsync(
        string owner,
        string name,
        Func<ApiError> missing,
        Func<NpgsqlTransaction, long, Task<ApiError?>> change,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(transaction, owner, name, cancellationToken) is not { } id)
        {
            return missing();
        }

        if (await change(transaction, id) is { } error)
        {
            return error;
        }

        await PackageChanges.NotifyAsync(transaction, owner, name, cancellationToken);
        try
        {
            // A caller who hangs up now must not leave the outcome open.
            await transaction.CommitAsync(CancellationToken.None);
        }
        finally
        {
            states.Invalidate(owner, name);
        }

        return null;
    }

    private static async Task<long?> LockAsync(NpgsqlTransaction transaction, string owner, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LockSql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("name", name);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
