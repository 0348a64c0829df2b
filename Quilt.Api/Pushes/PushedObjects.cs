using Npgsql;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Objects;
using Quilt.Api.Packages;

namespace Quilt.Api.Pushes;

/// <summary>Makes sure that what a push speaks of is really in the store, asking only for what is new to the owner.</summary>
internal sealed class PushedObjects(NpgsqlDataSource database, UploadedObjects uploaded, ObjectStoreOptions options)
{
    private const int NamedInMessage = 5;

    /// <summary>
    /// Checks the objects of a push. <c>AllKnown</c> says that the package has every one of them already, so that none
    /// needs recording.
    /// </summary>
    public async Task<(bool AllKnown, ApiError? Error)> CheckAsync(
        string owner, PackageState? package, byte[]? hash, ObjectTable objects, CancellationToken cancellationToken)
    {
        if (package is not null && hash is not null && await HasRevisionAsync(package.Id, hash, cancellationToken))
        {
            return (true, null);
        }

        if (!options.RequireUploaded || objects.Count == 0)
        {
            return (false, null);
        }

        var unknown = await FindUnknownAsync(owner, objects, cancellationToken);
        if (unknown.Count == 0)
        {
            return (false, null);
        }

        try
        {
            var missing = await uploaded.FindMissingAsync(owner, unknown, cancellationToken);
            return (false, missing.Count == 0 ? null : NotUploaded(missing));
        }
        catch (Exception exception) when (StoreFailure.IsAway(exception, cancellationToken))
        {
            return (false, StoreFailure.Error());
        }
    }

    private static ApiError NotUploaded(List<string> missing)
    {
        var named = string.Join(", ", missing.Take(NamedInMessage));
        var more = missing.Count > NamedInMessage ? $" and {missing.Count - NamedInMessage} more" : string.Empty;
        return ApiError.BadRequest($"Not uploaded: {named}{more}. Upload what a dry run gives addresses for, then push again.");
    }

    private async Task<bool> HasRevisionAsync(long packageId, byte[] hash, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT 1 FROM revisions WHERE package_id = $1 AND hash = $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = packageId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>One probe of the index on hash for each object, and of the package's key for each row found there.</summary>
    private async Task<List<byte[]>> FindUnknownAsync(string owner, ObjectTable objects, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT pushed.hash FROM unnest($1) AS pushed(hash)
            WHERE NOT EXISTS (
                SELECT 1 FROM package_objects o JOIN packages p ON p.id = o.package_id
                WHERE o.hash = pushed.hash AND p.owner = $2)
            """;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = ToArrays(objects) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = owner });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var unknown = new List<byte[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            unknown.Add(reader.GetFieldValue<byte[]>(0));
        }

        return unknown;
    }

    private static byte[][] ToArrays(ObjectTable objects)
    {
        var arrays = new byte[objects.Count][];
        for (var i = 0; i < arrays.Length; i++)
        {
            arrays[i] = objects[i].ToArray();
        }

        return arrays;
    }
}
