using Npgsql;
using Quilt.Api.Callers;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Objects;
using Quilt.Api.Packages;

namespace Quilt.Api.Moves;

/// <summary>
/// Moves packages to another owner, one after the other: first copies of what a package holds, then all of its rows at
/// once. Whatever interrupts it, each package is whole and belongs to one of the two; asking again goes on with the rest.
/// </summary>
internal sealed partial class PackageMoves(
    NpgsqlDataSource database, IAccountDirectory accounts, EventBuffer events, ObjectCopies copies, OwnerChange owners, ILogger<PackageMoves> logger)
{
    /// <summary>Pushes of new objects between copying and moving that are borne with.</summary>
    private const int MostRounds = 20;

    /// <summary>For each of the owner's packages a probe of the folded index.</summary>
    private const string ClashSql = """
        SELECT p.name FROM packages p JOIN packages t ON lower(t.owner) = lower(@to) AND lower(t.name) = lower(p.name)
        WHERE p.owner = @owner AND (@package IS NULL OR p.name = @package) ORDER BY p.name
        """;

    /// <summary>The owner's range of the index on (owner, name).</summary>
    private const string ListSql = "SELECT id, name FROM packages WHERE owner = @owner AND (@package IS NULL OR name = @package) ORDER BY name";

    /// <summary>Why the packages cannot be moved, or null; changes nothing.</summary>
    public async Task<ApiError?> CheckAsync(Caller caller, MoveWish wish, CancellationToken cancellationToken)
    {
        if (wish.Owner == wish.To)
        {
            return MoveErrors.SameOwner(wish.Owner);
        }

        switch (await accounts.FindAsync(wish.To, cancellationToken))
        {
            case null:
                return MoveErrors.UnknownUser(wish.To);
            case { IsActive: false }:
                return MoveErrors.DisabledUser(wish.To);
        }

        if (wish.Package is { } name && (await ListAsync(wish, cancellationToken)).Count == 0)
        {
            return PackageErrors.PackageNotFound(caller, wish.Owner, name);
        }

        var clashes = await ReadAsync(ClashSql, wish, reader => reader.GetString(0), cancellationToken);
        return clashes.Count > 0 ? MoveErrors.Clash(wish.To, clashes) : null;
    }

    /// <summary>Moves the packages; an error tells why it stopped, and <paramref name="progress"/> which were moved before.</summary>
    public async Task<ApiError?> RunAsync(Actor by, MoveWish wish, MoveProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            // A package that is pushed while others move is moved as well.
            while (await ListAsync(wish, cancellationToken) is { Count: > 0 } packages)
            {
                foreach (var package in packages)
                {
                    if (await MoveAsync(by, wish, package, progress, cancellationToken) is { } refusal)
                    {
                        return refusal;
                    }
                }

                if (wish.Package is not null)
                {
                    return null;
                }
            }

            return null;
        }
        catch (Exception exception) when (StoreFailure.IsAway(exception, cancellationToken))
        {
            LogStoreAway(wish.Owner, wish.To, exception.Message);
            return MoveErrors.StoreAway();
        }
    }

    private async Task<ApiError?> MoveAsync(Actor by, MoveWish wish, MovedPackage package, MoveProgress progress, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var objects = await ObjectsAsync(package, cancellationToken);
            await copies.CopyMissingAsync(wish.Owner, wish.To, objects, progress, cancellationToken);

            // Installs and previews up to now are counted under the name they were for, and come with it.
            await events.FlushAsync(cancellationToken);
            switch (await owners.TryAsync(by, wish.Owner, package, wish.To, objects.Count, cancellationToken))
            {
                case (OwnerChangeResult.Done, _):
                    progress.Moved(package.Name);
                    LogMoved(wish.Owner, package.Name, wish.To, by.Caller.UserName, objects.Count);
                    return null;
                case (OwnerChangeResult.Gone, _):
                    return null;
                case (OwnerChangeResult.Clash, var clash):
                    return clash;
            }
        }

        return MoveErrors.PushedAllTheWhile($"{wish.Owner}/{package.Name}");
    }

    /// <summary>All objects of the package's revisions, by the summaries of page ranges that also find them for a deletion.</summary>
    private async Task<List<OwnedObject>> ObjectsAsync(MovedPackage package, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT hash, size FROM package_objects WHERE package_id = @package_id");
        command.Parameters.AddWithValue("package_id", package.Id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var objects = new List<OwnedObject>();
        while (await reader.ReadAsync(cancellationToken))
        {
            objects.Add(new(reader.GetFieldValue<byte[]>(0), reader.GetInt64(1)));
        }

        return objects;
    }

    private Task<List<MovedPackage>> ListAsync(MoveWish wish, CancellationToken cancellationToken) =>
        ReadAsync(ListSql, wish, reader => new MovedPackage(reader.GetInt64(0), reader.GetString(1)), cancellationToken);

    private async Task<List<T>> ReadAsync<T>(string sql, MoveWish wish, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("owner", wish.Owner);
        command.Parameters.AddWithValue("to", wish.To);
        command.Parameters.Add(new NpgsqlParameter("package", NpgsqlTypes.NpgsqlDbType.Text) { Value = (object?)wish.Package ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The package {Owner}/{Package} with {Objects} objects now belongs to {To}, as {Admin} wanted")]
    private partial void LogMoved(string owner, string package, string to, string admin, int objects);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Packages of {Owner} are not moved to {To} for now: the object store does not answer ({Reason})")]
    private partial void LogStoreAway(string owner, string to, string reason);
}
