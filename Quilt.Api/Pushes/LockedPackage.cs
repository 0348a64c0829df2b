using Npgsql;
using Quilt.Api.Http;

namespace Quilt.Api.Pushes;

/// <summary>
/// A package row held until the end of the transaction: pushes to one package go one after the other, pushes to
/// different packages never wait for each other.
/// </summary>
internal readonly record struct LockedPackage(long Id, bool IsPublic, bool IsTeam, int ContentsVersion)
{
    /// <summary>Takes the package's row, making it where there is none.</summary>
    public static async Task<(LockedPackage Package, ApiError? Error)> TakeAsync(PushContext push, CancellationToken cancellationToken)
    {
        // Between looking and making, another push may make it (then it is there) or delete it (then we make it): two
        // rounds are enough unless the package is deleted and made again all the while.
        for (var round = 0; round < 5; round++)
        {
            if (await FindAsync(push, cancellationToken) is { } found)
            {
                return (found, null);
            }

            if (await TryCreateAsync(push, cancellationToken) is { } id)
            {
                return (new LockedPackage(id, push.IsPublic, push.IsTeam, ContentsVersion: 0), null);
            }

            if (await PushChecks.FindNamesakeAsync(push.Transaction.Connection!, push.Transaction, push.Target, cancellationToken) is { } namesake)
            {
                return (default, PushChecks.Namesake(push.Target, namesake));
            }
        }

        return (default, ApiError.Conflict("The package is being deleted and pushed at the same time. Push again."));
    }

    private static async Task<LockedPackage?> FindAsync(PushContext push, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT id, is_public, is_team, contents_version FROM packages WHERE owner = $1 AND name = $2 FOR UPDATE";
        await using var command = new NpgsqlCommand(Sql, push.Transaction.Connection, push.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = push.Target.Owner });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = push.Target.Package });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new LockedPackage(reader.GetInt64(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetInt32(3))
            : null;
    }

    /// <summary>Makes the package and gives its owner access; null where it, or a namesake, is there already.</summary>
    private static async Task<long?> TryCreateAsync(PushContext push, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH made AS (
                INSERT INTO packages (owner, name, is_public, is_team, created_at, updated_at)
                VALUES ($1, $2, $3, $4, $5, $5)
                ON CONFLICT DO NOTHING
                RETURNING id),
            granted AS (
                INSERT INTO access (package_id, user_name, granted_at) SELECT id, $1, $5 FROM made)
            SELECT id FROM made
            """;
        await using var command = new NpgsqlCommand(Sql, push.Transaction.Connection, push.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = push.Target.Owner });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = push.Target.Package });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = push.IsPublic });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = push.IsTeam });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = push.Now });
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
