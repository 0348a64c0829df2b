using Npgsql;
using Quilt.Standalone.DataFolders;
using Quilt.Standalone.Postgres;

namespace Quilt.Standalone.Hosting;

/// <summary>The databases of the services, which they fill themselves.</summary>
internal static class Databases
{
    public const string Registry = "registry";
    public const string Auth = "auth";

    /// <summary>Creates those that are missing.</summary>
    /// <exception cref="StartRefusedException">The database does not let us.</exception>
    public static async Task CreateMissingAsync(EmbeddedPostgres postgres, DataFolder folder, CancellationToken cancellationToken)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres")) { Pooling = false }.ConnectionString;
        try
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await CreateMissingAsync(connection, Registry, cancellationToken);
            await CreateMissingAsync(connection, Auth, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new StartRefusedException($"The database in {folder.Root} does not accept the password in {folder.SecretsFile}: the two come from different data folders. Bring back the file that belongs to it.", exception);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DiskFull)
        {
            throw DiskSpace.Refuse(folder.Root);
        }
    }

    private static async Task CreateMissingAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
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
