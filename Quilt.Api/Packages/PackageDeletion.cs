using Npgsql;
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

    public Task<ApiError?> DeleteAsync(Actor by, string owner, string name, CancellationToken cancellationToken) =>
        packages.ChangeAsync(owner, name, () => PackageErrors.PackageNotFound(by.Caller, owner, name), async (transaction, id) =>
        {
            await using var command = new NpgsqlCommand(Sql, transaction.Connection, transaction);
            command.Parameters.AddWithValue("package_id", id);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new NewEvent(EventType.Delete, by, owner, name, null, null, time.GetUtcNow().UtcDateTime);
        }, cancellationToken);
}
