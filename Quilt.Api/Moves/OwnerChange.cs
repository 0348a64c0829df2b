using Npgsql;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Model;
using Quilt.Api.Packages;
using Quilt.Api.Search;

namespace Quilt.Api.Moves;

/// <summary>
/// Gives one package another owner, in one transaction. What hangs on the package's number (revisions, tags, versions,
/// log, objects, comments, invitations, access of others) comes with it; what names the owner is changed here: the
/// package, its owner's access, its words for search, its events and their counts.
/// </summary>
internal sealed class OwnerChange(NpgsqlDataSource database, PackageStates states, TimeProvider time)
{
    /// <summary>By the primary key. It fails on the unique index of folded names where the new owner has such a package.</summary>
    private const string PackageSql = "UPDATE packages SET owner = @to WHERE id = @package_id";

    /// <summary>The old owner's own row goes; the new one may have had access before.</summary>
    private const string AccessSql = """
        DELETE FROM access WHERE package_id = @package_id AND user_name = @owner;
        INSERT INTO access (package_id, user_name, granted_at) VALUES (@package_id, @to, @now) ON CONFLICT DO NOTHING
        """;

    private const string SearchSql = $"""
        UPDATE revisions SET search = {SearchVector.RenamedSql} WHERE package_id = @package_id;
        UPDATE packages p SET search = r.search FROM revisions r WHERE p.id = @package_id AND r.id = p.shown_revision_id
        """;

    /// <summary>A range of the index on (package_owner, package_name, …); about ten seconds for a million events.</summary>
    private const string EventSql = "UPDATE events SET package_owner = @to WHERE package_owner = @owner AND package_name = @name";

    /// <summary>
    /// A few rows by the primary key. The new owner may have had a package of this name before: counts add up. Rows are
    /// locked in the order in which all lock them (see <see cref="EventCounts"/>), so that no two wait in a circle.
    /// </summary>
    private const string CountSql = """
        SELECT 1 FROM package_event_counts WHERE package_owner IN (@owner, @to) AND package_name = @name
            ORDER BY package_owner COLLATE "C", package_name COLLATE "C", type, user_name COLLATE "C" FOR UPDATE;
        INSERT INTO package_event_counts AS c (package_owner, package_name, type, user_name, count, latest)
            SELECT @to, package_name, type, user_name, count, latest FROM package_event_counts WHERE package_owner = @owner AND package_name = @name
            ON CONFLICT (package_owner, package_name, type, user_name)
            DO UPDATE SET count = c.count + excluded.count, latest = greatest(c.latest, excluded.latest);
        DELETE FROM package_event_counts WHERE package_owner = @owner AND package_name = @name
        """;

    /// <summary>Moves the package, if all that it holds was copied.</summary>
    /// <param name="by">Who wants it.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="package">Which.</param>
    /// <param name="to">Whose it shall be.</param>
    /// <param name="copied">How many objects the new owner has of it.</param>
    /// <param name="cancellationToken">Stops it before anything is changed.</param>
    public async Task<(OwnerChangeResult Result, ApiError? Clash)> TryAsync(
        Actor by, string owner, MovedPackage package, string to, long copied, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Every push holds this row from before it writes an object's row until its commit. So either its objects are
        // counted here, and the copying goes on with them; or it waits for us, and then finds the name free: it makes a
        // new package there, with all of its objects recorded anew, which lie where they were uploaded to, since no
        // object is removed. Neither loses anything, and no revision is here or there without its objects.
        if (await LockAsync(transaction, owner, package, cancellationToken) is not { } objects)
        {
            return (OwnerChangeResult.Gone, null);
        }

        if (objects != copied)
        {
            return (OwnerChangeResult.Grown, null);
        }

        try
        {
            await ChangeAsync(transaction, by, owner, package, to, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return (OwnerChangeResult.Clash, MoveErrors.Clash(to, [package.Name]));
        }

        try
        {
            // A caller who hangs up now must not leave the outcome open.
            await transaction.CommitAsync(CancellationToken.None);
        }
        finally
        {
            states.Invalidate(owner, package.Name);
            states.Invalidate(to, package.Name);
        }

        return (OwnerChangeResult.Done, null);
    }

    /// <summary>Takes the package's row, and tells how many objects the package has; null where it is not there any more.</summary>
    private static async Task<long?> LockAsync(NpgsqlTransaction transaction, string owner, MovedPackage package, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT id FROM packages WHERE id = @package_id AND owner = @owner FOR UPDATE", transaction.Connection, transaction);
        command.Parameters.AddWithValue("package_id", package.Id);
        command.Parameters.AddWithValue("owner", owner);
        if (await command.ExecuteScalarAsync(cancellationToken) is null)
        {
            return null;
        }

        // A statement of its own: it must see what the push before us has committed. Rows of objects only ever come, or go
        // with their package, so that their number tells whether there are new ones.
        await using var count = new NpgsqlCommand("SELECT count(*) FROM package_objects WHERE package_id = @package_id", transaction.Connection, transaction);
        count.Parameters.AddWithValue("package_id", package.Id);
        return (long?)await count.ExecuteScalarAsync(cancellationToken);
    }

    private async Task ChangeAsync(NpgsqlTransaction transaction, Actor by, string owner, MovedPackage package, string to, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var sql in string.Join(';', PackageSql, AccessSql, SearchSql, EventSql, CountSql).Split(';'))
        {
            batch.BatchCommands.Add(Command(sql, owner, package, to, now));
        }

        // Under both names, so that who asks for either learns where it went and where it came from.
        batch.AddEvent(new NewEvent(EventType.PackageMoved, by, owner, package.Name, null, EventExtra.Of("to", to), now));
        batch.AddEvent(new NewEvent(EventType.PackageMoved, by, to, package.Name, null, EventExtra.Of("from", owner), now));
        batch.AddNotice(owner, package.Name);
        batch.AddNotice(to, package.Name);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Command(string sql, string owner, MovedPackage package, string to, DateTime now)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue("package_id", package.Id);
        command.Parameters.AddWithValue("name", package.Name);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("to", to);
        command.Parameters.AddWithValue("now", now);
        var words = SearchText.Of(to, package.Name, [], readme: null);
        command.Parameters.AddWithValue("search_name", words.Name);
        command.Parameters.AddWithValue("search_parts", words.Parts);
        return command;
    }
}

/// <param name="Id">Its number.</param>
/// <param name="Name">Without its owner.</param>
internal readonly record struct MovedPackage(long Id, string Name);

/// <summary>What came of giving a package another owner.</summary>
internal enum OwnerChangeResult
{
    Done,

    /// <summary>It is not there any more: deleted, or moved by somebody else.</summary>
    Gone,

    /// <summary>It was pushed to meanwhile, and has objects that were not copied.</summary>
    Grown,

    /// <summary>The new owner has got a package of this name meanwhile.</summary>
    Clash,
}
