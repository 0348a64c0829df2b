using Npgsql;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Model;
using Quilt.Api.Packages;

namespace Quilt.Api.Versions;

/// <summary>Creates and finds versions. One that exists never moves.</summary>
internal sealed class PackageVersions(NpgsqlDataSource database, PackageWrites packages, TimeProvider time)
{
    private const string FindHashSql = "SELECT id FROM revisions WHERE package_id = @package_id AND hash = @hash";

    private const string CreateSql = """
        INSERT INTO versions (package_id, version, user_version, revision_id) VALUES (@package_id, @version, @user_version, @revision_id)
        ON CONFLICT (package_id, version) DO NOTHING
        """;

    /// <summary>Two primary-key probes.</summary>
    private const string FindSql = """
        SELECT encode(r.hash, 'hex'), r.created_by, r.created_at, r.updated_by, r.updated_at
        FROM versions v JOIN revisions r ON r.id = v.revision_id
        WHERE v.package_id = @package_id AND v.version = @version
        """;

    /// <summary>A range of the versions' primary key with one probe each for the revision; PEP 440's order is beyond SQL.</summary>
    private const string ListSql = """
        SELECT v.version, v.user_version, encode(r.hash, 'hex')
        FROM versions v JOIN revisions r ON r.id = v.revision_id
        WHERE v.package_id = @package_id
        """;

    /// <summary>Names the revision <paramref name="hash"/>; of several who try the same version at once, one succeeds.</summary>
    public async Task<ApiError?> CreateAsync(
        Actor by, string owner, string name, Pep440Version version, string asWritten, string hash, CancellationToken cancellationToken)
    {
        if (PackageHashText.Parse(hash) is not { } hashBytes)
        {
            return PackageErrors.HashNotFound();
        }

        return await packages.ChangeAsync(owner, name, PackageErrors.HashNotFound, async (transaction, id) =>
        {
            await using var find = new NpgsqlCommand(FindHashSql, transaction.Connection, transaction);
            find.Parameters.AddWithValue("package_id", id);
            find.Parameters.AddWithValue("hash", hashBytes);
            if (await find.ExecuteScalarAsync(cancellationToken) is not long revisionId)
            {
                return PackageErrors.HashNotFound();
            }

            await using var create = new NpgsqlCommand(CreateSql, transaction.Connection, transaction);
            create.Parameters.AddWithValue("package_id", id);
            create.Parameters.AddWithValue("version", version.Normalized);
            create.Parameters.AddWithValue("user_version", asWritten);
            create.Parameters.AddWithValue("revision_id", revisionId);
            return await create.ExecuteNonQueryAsync(cancellationToken) == 0
                ? ApiError.Conflict("Version already exists")
                : new NewEvent(EventType.VersionCreated, by, owner, name, hashBytes, EventExtra.Of("version", version.Normalized), time.GetUtcNow().UtcDateTime);
        }, cancellationToken);
    }

    /// <summary>The revision that a version names, or null.</summary>
    public async Task<VersionedRevisionAnswer?> FindAsync(long packageId, Pep440Version version, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindSql);
        command.Parameters.AddWithValue("package_id", packageId);
        command.Parameters.AddWithValue("version", version.Normalized);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetString(0), reader.GetString(1), UnixTime.Of(reader.GetDateTime(2)), reader.GetString(3), UnixTime.Of(reader.GetDateTime(4)))
            : null;
    }

    /// <summary>All versions of a package in PEP 440 order; equal ones (<c>1.0</c>, <c>1.0.0</c>) by their text.</summary>
    public async Task<IReadOnlyList<VersionListItem>> ListAsync(long packageId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ListSql);
        command.Parameters.AddWithValue("package_id", packageId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var versions = new List<(Pep440Version Order, VersionListItem Item)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var normalized = reader.GetString(0);
            if (!Pep440Version.TryParse(normalized, out var version))
            {
                throw new InvalidOperationException($"The stored version '{normalized}' is not in normalised form.");
            }

            versions.Add((version, new(reader.GetString(1), reader.GetString(2))));
        }

        return [.. versions.OrderBy(version => version.Order).ThenBy(version => version.Order.Normalized, StringComparer.Ordinal).Select(version => version.Item)];
    }
}
