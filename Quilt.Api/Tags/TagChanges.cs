using Npgsql;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Model;
using Quilt.Api.Packages;
using Quilt.Api.Search;

namespace Quilt.Api.Tags;

/// <summary>Moves and removes tags.</summary>
internal sealed class TagChanges(PackageWrites packages, TimeProvider time)
{
    /// <summary>One probe of the revisions' unique index, one write.</summary>
    private const string SetSql = """
        INSERT INTO tags (package_id, name, revision_id)
        SELECT @package_id, @tag, r.id FROM revisions r WHERE r.package_id = @package_id AND r.hash = @hash
        ON CONFLICT (package_id, name) DO UPDATE SET revision_id = excluded.revision_id
        """;

    private const string DeleteSql = "DELETE FROM tags WHERE package_id = @package_id AND name = @tag";

    /// <summary>Creates the tag or moves it to the revision <paramref name="hash"/>.</summary>
    public async Task<ApiError?> SetAsync(Actor by, string owner, string name, string tag, string hash, CancellationToken cancellationToken)
    {
        if (PackageHashText.Parse(hash) is not { } hashBytes)
        {
            return PackageErrors.HashNotFound();
        }

        return await packages.ChangeAsync(owner, name, PackageErrors.HashNotFound, async (transaction, id) =>
        {
            await using var command = new NpgsqlCommand(SetSql, transaction.Connection, transaction);
            command.Parameters.AddWithValue("package_id", id);
            command.Parameters.AddWithValue("tag", tag);
            command.Parameters.AddWithValue("hash", hashBytes);
            return await ApplyAsync(command, transaction, id, PackageErrors.HashNotFound, Event(EventType.TagSet, by, owner, name, hashBytes, tag), cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Removes the tag; the revision stays.</summary>
    public Task<ApiError?> DeleteAsync(Actor by, string owner, string name, string tag, CancellationToken cancellationToken)
    {
        ApiError Missing() => ApiError.NotFound($"Package {owner}/{name} tag '{tag}' does not exist");
        return packages.ChangeAsync(owner, name, Missing, async (transaction, id) =>
        {
            await using var command = new NpgsqlCommand(DeleteSql, transaction.Connection, transaction);
            command.Parameters.AddWithValue("package_id", id);
            command.Parameters.AddWithValue("tag", tag);
            return await ApplyAsync(command, transaction, id, Missing, Event(EventType.TagDeleted, by, owner, name, null, tag), cancellationToken);
        }, cancellationToken);
    }

    private NewEvent Event(EventType type, Actor by, string owner, string name, byte[]? hash, string tag) =>
        new(type, by, owner, name, hash, EventExtra.Of("tag", tag), time.GetUtcNow().UtcDateTime);

    private static async Task<PackageChange> ApplyAsync(
        NpgsqlCommand command, NpgsqlTransaction transaction, long id, Func<ApiError> missing, NewEvent done, CancellationToken cancellationToken)
    {
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return missing();
        }

        await ShownRevision.RefreshAsync(transaction, id, cancellationToken);
        return done;
    }
}
