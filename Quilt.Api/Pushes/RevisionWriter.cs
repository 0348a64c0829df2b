using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Manifests;
using Quilt.Api.Model;
using Quilt.Api.Objects;
using Quilt.Api.Packages;
using Quilt.Api.Search;

namespace Quilt.Api.Pushes;

/// <summary>Writes a revision with its objects, log entry, event and search vector into the push's transaction.</summary>
internal sealed class RevisionWriter(ReadmeReader readmes)
{
    /// <summary>
    /// Rows of one INSERT: large enough that round trips do not count, small enough that its parameters do not weigh
    /// against the body of the push.
    /// </summary>
    private const int ObjectsAtOnce = 20_000;

    /// <summary>Records that a revision was pushed again just as it is; false where the package does not have it any more.</summary>
    public static async Task<bool> TryWriteAgainAsync(PushContext push, long packageId, byte[] hash, CancellationToken cancellationToken)
    {
        const string Sql = "UPDATE revisions SET updated_by = $3, updated_at = $4 WHERE package_id = $1 AND hash = $2 RETURNING id";
        await using var command = new NpgsqlCommand(Sql, push.Transaction.Connection, push.Transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = packageId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = push.By.Caller.UserName });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = push.Now });
        if (await command.ExecuteScalarAsync(cancellationToken) is not long revisionId)
        {
            return false;
        }

        await RecordAsync(push, packageId, revisionId, hash, existed: true, cancellationToken);
        return true;
    }

    /// <summary>Writes the revision, and tells whether the package had it before; an error where its README cannot be read.</summary>
    /// <param name="push">The push.</param>
    /// <param name="packageId">The locked package.</param>
    /// <param name="draft">What to write.</param>
    /// <param name="cancellationToken">Stops the write.</param>
    public async Task<(bool Existed, ApiError? Error)> WriteAsync(PushContext push, long packageId, RevisionDraft draft, CancellationToken cancellationToken)
    {
        var (readme, unreadable) = await FindReadmeAsync(push, packageId, draft, cancellationToken);
        if (unreadable is not null)
        {
            return (false, unreadable);
        }

        var (revisionId, existed) = await UpsertAsync(push, packageId, draft, readme, cancellationToken);
        await InsertObjectsAsync(push.Transaction, packageId, draft, cancellationToken);
        await RecordAsync(push, packageId, revisionId, draft.Hash, existed, cancellationToken);
        return (existed, null);
    }

    /// <summary>The README's text: from an earlier revision with the same README, else from the store.</summary>
    private async Task<(string? Text, ApiError? Error)> FindReadmeAsync(PushContext push, long packageId, RevisionDraft draft, CancellationToken cancellationToken)
    {
        if (draft.ReadmeHash is null)
        {
            return (null, null);
        }

        const string Sql = """
            SELECT r.readme_preview FROM packages p JOIN revisions r ON r.id = p.shown_revision_id
            WHERE p.id = $1 AND r.readme_hash = $2
            """;
        await using var command = new NpgsqlCommand(Sql, push.Transaction.Connection, push.Transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = packageId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = draft.ReadmeHash });
        if (await command.ExecuteScalarAsync(cancellationToken) is string known)
        {
            return (known, null);
        }

        try
        {
            return await readmes.ReadAsync(push.Target.Owner, draft.ReadmeHash, cancellationToken);
        }
        catch (Exception exception) when (StoreFailure.IsAway(exception, cancellationToken))
        {
            return (null, StoreFailure.Error());
        }
    }

    /// <summary>A revision pushed before keeps its names and its first push; its metadata may have changed.</summary>
    private static async Task<(long Id, bool Existed)> UpsertAsync(PushContext push, long packageId, RevisionDraft draft, string? readme, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            INSERT INTO revisions (package_id, hash, contents, contents_length, object_sizes, object_count, total_size,
                file_types, preview, readme_hash, readme_preview, search, created_by, created_at, updated_by, updated_at)
            VALUES (@package_id, @hash, @contents, @contents_length, @object_sizes, @object_count, @total_size,
                @file_types, @preview, @readme_hash, @readme_preview, {SearchVector.Sql}, @user, @now, @user, @now)
            ON CONFLICT (package_id, hash) DO UPDATE SET
                contents = excluded.contents, contents_length = excluded.contents_length, object_sizes = excluded.object_sizes,
                object_count = excluded.object_count, total_size = excluded.total_size, file_types = excluded.file_types,
                preview = excluded.preview, readme_hash = excluded.readme_hash, readme_preview = excluded.readme_preview,
                search = excluded.search, updated_by = excluded.updated_by, updated_at = excluded.updated_at
            RETURNING id, xmax <> 0
            """;
        await using var command = new NpgsqlCommand(Sql, push.Transaction.Connection, push.Transaction);
        var parameters = command.Parameters;
        parameters.AddWithValue("package_id", packageId);
        parameters.AddWithValue("hash", draft.Hash);
        parameters.AddWithValue("contents", draft.Contents);
        parameters.AddWithValue("contents_length", draft.Manifest.Contents.Length);
        parameters.AddWithValue("object_sizes", Revisions.ObjectSizes.Encode(draft.Sizes));
        parameters.AddWithValue("object_count", draft.Manifest.Objects.Count);
        parameters.AddWithValue("total_size", draft.TotalSize);
        parameters.AddWithValue("file_types", draft.FileTypes);
        parameters.AddWithValue("preview", draft.Preview);
        parameters.Add(new NpgsqlParameter("readme_hash", NpgsqlDbType.Bytea) { Value = (object?)draft.ReadmeHash ?? DBNull.Value });
        parameters.Add(new NpgsqlParameter("readme_preview", NpgsqlDbType.Text) { Value = (object?)readme ?? DBNull.Value });
        parameters.AddSearchText(SearchTextOf(push.Target, draft.Manifest, readme));
        parameters.AddWithValue("user", push.By.Caller.UserName);
        parameters.AddWithValue("now", push.Now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetBoolean(1));
    }

    private static SearchText SearchTextOf(PushTarget target, Manifest manifest, string? readme)
    {
        var text = new SearchText.Builder(target.Owner, target.Package);
        for (var node = 1; node < manifest.NodeCount && text.AddNode(manifest.NameOf(node)); node++)
        {
        }

        return text.Build(readme);
    }

    /// <summary>In the order of their hashes, so that neighbours in the index are written together.</summary>
    private static async Task InsertObjectsAsync(NpgsqlTransaction transaction, long packageId, RevisionDraft draft, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO package_objects (package_id, hash, size)
            SELECT $1, pushed.hash, pushed.size FROM unnest($2, $3) AS pushed(hash, size)
            ON CONFLICT DO NOTHING
            """;
        var objects = draft.Manifest.Objects;
        var order = draft.NewObjects.ToArray();
        Array.Sort(order, (a, b) => objects[a].SequenceCompareTo(objects[b]));
        foreach (var chunk in order.Chunk(ObjectsAtOnce))
        {
            await using var command = new NpgsqlCommand(Sql, transaction.Connection, transaction);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = packageId });
            command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = Array.ConvertAll(chunk, index => objects[index].ToArray()) });
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(chunk, index => draft.Sizes[index]) });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Log, event with its count, <c>latest</c> (for a node placed in it), the shown revision, and the notice to other replicas: one round trip.</summary>
    private static async Task RecordAsync(PushContext push, long packageId, long revisionId, byte[] hash, bool existed, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(push.Transaction.Connection, push.Transaction);
        var id = ("package_id", (object)packageId);
        var revision = ("revision_id", (object)revisionId);
        var now = ("now", (object)push.Now);
        Add("INSERT INTO log (package_id, revision_id, created_at, author) VALUES (@package_id, @revision_id, @now, @user)", id, revision, now, ("user", push.By.Caller.UserName));
        Add("UPDATE packages SET updated_at = @now, contents_version = contents_version + @again WHERE id = @package_id", id, now, ("again", existed ? 1 : 0));
        if (push.Target.Path is not null)
        {
            Add("""
                INSERT INTO tags (package_id, name, revision_id) VALUES (@package_id, 'latest', @revision_id)
                ON CONFLICT (package_id, name) DO UPDATE SET revision_id = excluded.revision_id
                """, id, revision);
        }

        Add(ShownRevision.RefreshSql, id);
        batch.AddNotice(push.Target.Owner, push.Target.Package);
        var extra = JsonSerializer.Serialize(new PushExtra(push.IsPublic), PushJson.Default.PushExtra);
        batch.AddEvent(new NewEvent(EventType.Push, push.By, push.Target.Owner, push.Target.Package, hash, extra, push.Now));
        await batch.ExecuteNonQueryAsync(cancellationToken);

        void Add(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            batch.BatchCommands.Add(command);
        }
    }
}
