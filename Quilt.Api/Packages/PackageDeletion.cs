using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Model;

namespace Quilt.Api.Packages;

/// <summary>Removes packages. Their events stay, and the objects in the bucket, which other packages of the owner may share.</summary>
internal sealed class PackageDeletion(PackageWrites packages, TimeProvider time)
{
    /// <summary>The package's objects have no foreign key (pushes write very many); all else goes by cascade.</summary>
    private const string Sql = """
        DELETE FROM package_objects WHERE package_id = @package_id;
        DELETE FROM packages WHERE id = @package_id
        """;

    public Task<ApiError?> DeleteAsync(Caller caller, string owner, string name, CancellationToken cancellationToken) =>
        packages.ChangeAsync(owner, name, () => PackageErrors.PackageNotFound(caller, owner, name), async (transaction, id) =>
        {
            await using var command = new NpgsqlCommand(Sql, transaction.Connection, transaction);
            command.Parameters.AddWithValue("package_id", id);
            await command.ExecuteNonQueryAsync(cancellationToken);
            var deletion = new NewEvent(EventType.Delete, caller.UserName, owner, name, null, null, time.GetUtcNow().UtcDateTime);
            await EventTable.InsertAsync(transaction, deletion, cancellationToken);
            return null;
        }, cancellationToken);
}
