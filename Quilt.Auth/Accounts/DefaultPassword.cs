using Npgsql;

namespace Quilt.Auth.Accounts;

/// <summary>Whether the password that everybody knows still opens an account, asked before any service runs.</summary>
internal static class DefaultPassword
{
    /// <summary>
    /// Also true where there is no database, no table or no account yet: the next start makes the account with it.
    /// </summary>
    public static async Task<bool> StandsAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        try
        {
            await using var command = source.CreateCommand("SELECT NOT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM users WHERE has_default_password)");
            return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.UndefinedTable)
        {
            return true;
        }
    }
}
