using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Quilt.ServiceDefaults.Database;

/// <summary>Brings a service's database to the newest schema at start.</summary>
public static class DatabaseMigration
{
    /// <summary>
    /// Creates the database if needed and applies the pending migrations. Many replicas may call this at once: Entity
    /// Framework takes a lock in the database for the time it migrates, and the others find nothing left to do.
    /// </summary>
    public static async Task MigrateDatabaseAsync<TContext>(this IServiceProvider services, CancellationToken cancellationToken = default)
        where TContext : DbContext
    {
        var factory = services.GetRequiredService<IDbContextFactory<TContext>>();
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }
}
