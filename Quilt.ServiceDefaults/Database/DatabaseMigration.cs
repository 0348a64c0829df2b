using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Quilt.ServiceDefaults.Database;

/// <summary>Brings a service's database to the newest schema at start.</summary>
public static class DatabaseMigration
{
    /// <summary>The advisory lock under which a service's replicas migrate one after another.</summary>
    private const long Lock = 0x5155494C54_FF;

    /// <summary>
    /// Creates the database if needed and applies the pending migrations. Many replicas may call this at once. Entity
    /// Framework's own lock ends with each migration's transaction, and with several pending another replica would get in
    /// between; so all of it happens under a lock of ours, and the others find nothing left to do.
    /// </summary>
    public static async Task MigrateDatabaseAsync<TContext>(this IServiceProvider services, CancellationToken cancellationToken = default)
        where TContext : DbContext
    {
        var factory = services.GetRequiredService<IDbContextFactory<TContext>>();
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        await CreateAsync(context.GetService<IRelationalDatabaseCreator>(), cancellationToken);

        // Closing the connection would release the lock as well, but it goes back to a pool.
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        await RunAsync(connection, "SELECT pg_advisory_lock($1)", cancellationToken);
        try
        {
            await context.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await RunAsync(connection, "SELECT pg_advisory_unlock($1)", CancellationToken.None);
        }
    }

    private static async Task CreateAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        try
        {
            if (!await creator.ExistsAsync(cancellationToken))
            {
                await creator.CreateAsync(cancellationToken);
            }
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another replica was first.
        }
    }

    /// <summary>However long the others take.</summary>
    private static async Task RunAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = Lock });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
