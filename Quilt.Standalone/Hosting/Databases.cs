using Npgsql;
using Quilt.Standalone.Postgres;

namespace Quilt.Standalone.Hosting;

/// <summary>The databases of the services, which they fill themselves.</summary>
internal static class Databases
{
    private static readonly string[] Names = ["registry", "auth"];

    /// <summary>Creates those that are missing.</summary>
    public static async Task CreateMissingAsync(EmbeddedPostgres postgres, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres")) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var name in Names)
        {
            await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
            if (await exists.ExecuteScalarAsync(cancellationToken) is null)
            {
                // A name cannot be a parameter here; these are ours.
                await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
                await create.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }
}
