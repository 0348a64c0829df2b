using Npgsql;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Model;
using Quilt.Api.Objects;
using Quilt.Api.Packages;
using Quilt.Api.Revisions;

namespace Quilt.Api.Pushes;

/// <summary>Makes sure that what a push speaks of is really in the store, asking only for what is new to the owner.</summary>
internal sealed class PushedObjects(NpgsqlDataSource database, UploadedObjects uploaded, RevisionContents revisions, ObjectStoreOptions options)
{
    private const int NamedInMessage = 5;

    /// <summary>Objects that the package surely has: those of its latest revision, which a new one mostly repeats.</summary>
    public async ValueTask<ObjectTable> RecordedAsync(PackageState? package, CancellationToken cancellationToken)
    {
        var latest = package?.Tags.GetValueOrDefault(Tag.Latest);
        var content = latest is null ? null : await revisions.FindAsync(package!, latest.Hash, cancellationToken);
        return content?.ToTable() ?? new ObjectTable(0);
    }

    /// <summary>Makes sure that the <paramref name="unrecorded"/> ones among the objects of <paramref name="pushed"/> are in the store; an error names what is not.</summary>
    public async Task<ApiError?> CheckUploadedAsync(string owner, Manifest pushed, int[] unrecorded, CancellationToken cancellationToken)
    {
        if (!options.RequireUploaded || unrecorded.Length == 0)
        {
            return null;
        }

        // A store that tells of all at once is asked outright; else whatever the owner has in another package need not be.
        IReadOnlyCollection<byte[]> unknown = Array.ConvertAll(unrecorded, index => pushed.Objects[index].ToArray());
        unknown = options.BulkLookup ? unknown : await FindUnknownAsync(owner, [.. unknown], cancellationToken);
        if (unknown.Count == 0)
        {
            return null;
        }

        try
        {
            var missing = await uploaded.FindMissingAsync(owner, unknown, cancellationToken);
            return missing.Count == 0 ? null : missing.Contains(ReadmeOf(pushed)) ? ReadmeReader.NeverUploaded() : NotUploaded(missing);
        }
        catch (Exception exception) when (StoreFailure.IsAway(exception, cancellationToken))
        {
            return StoreFailure.Error();
        }
    }

    /// <summary>The README of a whole package as hex; its absence has an answer of its own. Empty where there is none.</summary>
    private static string ReadmeOf(Manifest pushed) =>
        pushed.IsRoot && pushed.Readme() is var readme and not Node.NoObject ? Convert.ToHexStringLower(pushed.Objects[readme]) : string.Empty;

    private static ApiError NotUploaded(List<string> missing)
    {
        var named = string.Join(", ", missing.Take(NamedInMessage));
        var more = missing.Count > NamedInMessage ? $" and {missing.Count - NamedInMessage} more" : string.Empty;
        return ApiError.BadRequest($"Not uploaded: {named}{more}. Upload what a dry run gives addresses for, then push again.");
    }

    /// <summary>One probe of the index on hash for each object, and of the package's key for each row found there.</summary>
    private async Task<List<byte[]>> FindUnknownAsync(string owner, byte[][] hashes, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT pushed.hash FROM unnest($1) AS pushed(hash)
            WHERE NOT EXISTS (
                SELECT 1 FROM package_objects o JOIN packages p ON p.id = o.package_id
                WHERE o.hash = pushed.hash AND p.owner = $2)
            """;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = hashes });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = owner });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var unknown = new List<byte[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            unknown.Add(reader.GetFieldValue<byte[]>(0));
        }

        return unknown;
    }
}
