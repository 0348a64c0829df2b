using Npgsql;
using Quilt.Api.Events;
using Quilt.Api.Model;
using Quilt.Api.Packages;

namespace Quilt.Api.Invitations;

/// <summary>Turns the invitations of a caller's address into access.</summary>
internal sealed class InvitationPickUp(NpgsqlDataSource database, PackageStates states, TimeProvider time)
{
    /// <summary>
    /// A range of the index on the address. The packages' rows are taken first and in the order of their ids, as every
    /// writer of a package takes its row first: nobody waits in a circle.
    /// </summary>
    private const string LockSql = """
        SELECT p.id, p.owner, p.name FROM packages p
        WHERE p.id IN (SELECT i.package_id FROM invitations i WHERE i.email_key = @key)
        ORDER BY p.id FOR UPDATE
        """;

    private const string TakeSql = "DELETE FROM invitations WHERE email_key = @key AND package_id = ANY(@ids) RETURNING package_id";

    private const string GrantSql = """
        INSERT INTO access (package_id, user_name, granted_at) SELECT unnest(@ids), @user, @now ON CONFLICT DO NOTHING
        """;

    /// <summary>Takes up all invitations of <paramref name="email"/> for the caller, and removes them.</summary>
    public async Task TakeAsync(Actor by, string email, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(email);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var packages = await LockAsync(transaction, key, cancellationToken);

        // Withdrawn, or taken up by the same person's other window, while we waited for the packages.
        var taken = await RemoveAsync(transaction, key, packages, cancellationToken);
        packages.RemoveAll(package => !taken.Contains(package.Id));
        if (packages.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        var now = time.GetUtcNow().UtcDateTime;
        var grant = batch.CreateBatchCommand();
        grant.CommandText = GrantSql;
        grant.Parameters.AddWithValue("ids", packages.Select(package => package.Id).ToArray());
        grant.Parameters.AddWithValue("user", by.Caller.UserName);
        grant.Parameters.AddWithValue("now", now);
        batch.BatchCommands.Add(grant);
        foreach (var (_, owner, name) in packages)
        {
            batch.AddNotice(owner, name);
            batch.AddEvent(new NewEvent(EventType.InvitationAccepted, by, owner, name, null, EventExtra.Of("email", email), now));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        finally
        {
            foreach (var (_, owner, name) in packages)
            {
                states.Invalidate(owner, name);
            }
        }
    }

    private static async Task<List<InvitedPackage>> LockAsync(NpgsqlTransaction transaction, string key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LockSql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("key", key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var packages = new List<InvitedPackage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            packages.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        }

        return packages;
    }

    private static async Task<HashSet<long>> RemoveAsync(NpgsqlTransaction transaction, string key, List<InvitedPackage> packages, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(TakeSql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("key", key);
        command.Parameters.AddWithValue("ids", packages.Select(package => package.Id).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taken = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            taken.Add(reader.GetInt64(0));
        }

        return taken;
    }

    private readonly record struct InvitedPackage(long Id, string Owner, string Name);
}
