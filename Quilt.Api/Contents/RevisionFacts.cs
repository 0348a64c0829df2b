using Npgsql;
using Quilt.Api.Http;
using Quilt.Api.Packages;
using Quilt.Api.Versions;

namespace Quilt.Api.Contents;

/// <summary>Reads what there is to know about one revision.</summary>
internal sealed class RevisionFacts(NpgsqlDataSource database)
{
    /// <summary>One probe of the unique index on (package_id, hash); counts and versions are ranges of the package's own indexes.</summary>
    private const string Sql = """
        SELECT r.created_by, r.created_at, r.updated_by, r.updated_at, r.object_count, r.total_size, r.file_types, r.readme_hash,
            CASE WHEN @readme THEN r.readme_preview END,
            ARRAY(SELECT v.version FROM versions v WHERE v.package_id = @package_id AND v.revision_id = r.id),
            (SELECT count(*) FROM log l WHERE l.package_id = @package_id),
            (SELECT count(*) FROM comments c WHERE c.package_id = @package_id)
        FROM revisions r WHERE r.package_id = @package_id AND r.hash = @hash
        """;

    public async Task<RevisionAnswer?> FindAsync(PackageState state, string hash, bool isLatest, bool withReadme, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("package_id", state.Id);
        command.Parameters.AddWithValue("hash", Convert.FromHexString(hash));
        command.Parameters.AddWithValue("readme", withReadme);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        return new RevisionAnswer(
            hash,
            isLatest,
            state.IsPublic,
            state.IsTeam,
            reader.GetString(0),
            UnixTime.Of(reader.GetDateTime(1)),
            reader.GetString(2),
            UnixTime.Of(reader.GetDateTime(3)),
            reader.GetInt32(4),
            reader.GetInt64(5),
            new RawJson(reader.GetString(6)),
            reader.IsDBNull(7) ? null : Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(7)),
            reader.IsDBNull(8) ? null : reader.GetString(8),
            [.. state.Tags.Where(tag => tag.Value.Hash == hash).Select(tag => tag.Key).Order(StringComparer.Ordinal)],
            InOrder(reader.GetFieldValue<string[]>(9)),
            reader.GetInt64(10),
            reader.GetInt64(11));
    }

    private static string[] InOrder(string[] versions) =>
        [.. versions.Select(text => Pep440Version.TryParse(text, out var version) ? version : throw new InvalidDataException("A stored version cannot be read.")).Order().Select(version => version.Normalized)];
}
