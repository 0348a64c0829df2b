using Npgsql;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Manifests;

namespace Quilt.Api.Pushes;

/// <summary>The database transaction of a push, with its package locked and checked. What is not committed never was.</summary>
internal sealed class PushTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private PushTransaction(NpgsqlConnection connection, PushContext push, LockedPackage package, ApiError? refused)
    {
        _connection = connection;
        Push = push;
        Package = package;
        Refused = refused;
    }

    public PushContext Push { get; }

    public LockedPackage Package { get; }

    /// <summary>Why the package does not take this push, or null.</summary>
    public ApiError? Refused { get; }

    public static async Task<PushTransaction> BeginAsync(
        NpgsqlDataSource database, Actor by, PushTarget target, PushBody body, DateTime now, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var push = new PushContext(transaction, by, target, body.IsPublic, body.IsTeam, now);
            var (package, refused) = await LockedPackage.TakeAsync(push, cancellationToken);
            return new PushTransaction(connection, push, package, refused ?? PushChecks.CheckPackage(target, body, package.IsPublic, package.IsTeam));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Records and commits the push of a revision that the package has just so; false where it has it no more, and nothing is recorded.</summary>
    public async Task<bool> RecordAgainAsync(byte[] hash, CancellationToken cancellationToken)
    {
        if (Refused is not null || !await RevisionWriter.TryWriteAgainAsync(Push, Package.Id, hash, cancellationToken))
        {
            return false;
        }

        await CommitAsync(cancellationToken);
        return true;
    }

    public Task CommitAsync(CancellationToken cancellationToken) => Push.Transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Push.Transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
