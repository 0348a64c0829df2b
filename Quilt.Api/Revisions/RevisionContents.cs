using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using Quilt.Api.Manifests;
using Quilt.Api.Packages;
using Quilt.Api.Telemetry;

namespace Quilt.Api.Revisions;

/// <summary>
/// Reads revisions, and keeps the most wanted in memory. A revision changes only when it is pushed again; then its
/// package's contents version grows, and what was kept under the old one is no longer asked for.
/// </summary>
internal sealed class RevisionContents(NpgsqlDataSource database) : IDisposable
{
    private const long MaxWeight = 64 * 1024 * 1024;

    /// <summary>Bytes of the largest revision that is kept: one must not push all others out.</summary>
    public const long LargestKept = MaxWeight / 2;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxWeight, CompactionPercentage = 0.3 });

    /// <summary>The revision of that package hash, or null.</summary>
    public async ValueTask<RevisionContent?> FindAsync(PackageState package, string hash, CancellationToken cancellationToken)
    {
        var key = new Key(package.Id, package.ContentsVersion, hash);
        var isKept = _cache.TryGetValue(key, out RevisionContent? cached);
        RegistryMeters.LookedUp("revisions", isKept);
        if (isKept)
        {
            return cached;
        }

        if (PackageHashText.Parse(hash) is not { } bytes)
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var content = await ReadAsync(connection, null, package.Id, bytes, cancellationToken);
        if (content is not null)
        {
            Keep(package.Id, package.ContentsVersion, hash, content);
        }

        return content;
    }

    /// <summary>Keeps a revision in memory: after a push, what was just sent is likely wanted next.</summary>
    public void Keep(long packageId, int contentsVersion, string hash, RevisionContent content)
    {
        if (content.Weight < LargestKept)
        {
            _cache.Set(new Key(packageId, contentsVersion, hash), content, new MemoryCacheEntryOptions { Size = content.Weight });
        }
    }

    /// <summary>The revision as <paramref name="transaction"/> sees it, or null.</summary>
    public static Task<RevisionContent?> FindAsync(NpgsqlTransaction transaction, long packageId, byte[] hash, CancellationToken cancellationToken) =>
        ReadAsync(transaction.Connection!, transaction, packageId, hash, cancellationToken);

    public void Dispose() => _cache.Dispose();

    private readonly record struct Key(long PackageId, int ContentsVersion, string Hash);

    /// <summary>One probe of the unique index on (package_id, hash).</summary>
    private static async Task<RevisionContent?> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, long packageId, byte[] hash, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT contents, contents_length, object_sizes, object_count, created_by, created_at, updated_by, updated_at
            FROM revisions WHERE package_id = $1 AND hash = $2
            """;
        await using var command = new NpgsqlCommand(Sql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = packageId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var contents = ContentsCompression.Decompress(reader.GetFieldValue<byte[]>(0), reader.GetInt32(1));
        var manifest = Manifest.Read(contents, ManifestLimits.None);
        if (!manifest.IsValid)
        {
            throw new InvalidDataException($"The stored tree of revision {Convert.ToHexStringLower(hash)} cannot be read: {manifest.Error}");
        }

        return new RevisionContent
        {
            Contents = contents,
            Hashes = manifest.Value.Objects.Hashes.ToArray(),
            Sizes = ObjectSizes.Decode(reader.GetFieldValue<byte[]>(2), reader.GetInt32(3)),
            CreatedBy = reader.GetString(4),
            CreatedAt = reader.GetDateTime(5),
            UpdatedBy = reader.GetString(6),
            UpdatedAt = reader.GetDateTime(7),
        };
    }
}
