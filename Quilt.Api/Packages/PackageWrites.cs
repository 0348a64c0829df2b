using Npgsql;
using Quilt.Api.Events;
using Quilt.Api.Http;

namespace Quilt.Api.Packages;

/// <summary>Changes packages: one change of a package at a time, seen by every replica once it is committed.</summary>
internal sealed class PackageWrites(NpgsqlDataSource database, PackageStates states)
{
    private const string LockSql = "SELECT id FROM packages WHERE owner = @owner AND name = @name FOR UPDATE";

    /// <summary>
    /// Runs <paramref name="change"/> in a transaction that holds the package's row, and records the event it returns with
    /// it. An error it returns, and a package that is not there (<paramref name="missing"/>), leave everything as it was.
    /// </summary>
    public async Task<ApiError?> ChangeAsync(
        string owner,
        string name,
        Func<ApiError> missing,
        Func<NpgsqlTransaction, long, Task<PackageChange>> change,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(transaction, owner, name, cancellationToken) is not { } id)
        {
            return missing();
        }

        var done = await change(transaction, id);
        if (done.Refusal is not null)
        {
            return done.Refusal;
        }

        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            batch.AddNotice(owner, name);
            if (done.Event is not null)
            {
                batch.AddEvent(done.Event);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

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

/// <summary>What came of an attempt to change a package.</summary>
/// <param name="Refusal">Why nothing is to be changed, or null.</param>
/// <param name="Event">What to record with the change, or null.</param>
internal readonly record struct PackageChange(ApiError? Refusal, NewEvent? Event)
{
    public static implicit operator PackageChange(ApiError refusal) => new(refusal, null);

    public static implicit operator PackageChange(NewEvent done) => new(null, done);
}
