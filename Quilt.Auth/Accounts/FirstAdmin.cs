using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quilt.Auth.Database;
using Quilt.Auth.Events;

namespace Quilt.Auth.Accounts;

/// <summary>Makes the first account from <c>Quilt:Admin:*</c> when there is none at all. There is no built-in password.</summary>
internal sealed class FirstAdmin(IServiceScopeFactory scopes, NpgsqlDataSource source, IConfiguration configuration, ILogger<FirstAdmin> logger)
{
    private const string Section = "Quilt:Admin";

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        if (await database.Users.AnyAsync(cancellationToken))
        {
            await ReplaceDefaultPasswordAsync(scope.ServiceProvider, database, cancellationToken);
            return;
        }

        // Replicas that start at once must not both find the table empty.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection, transaction);
        command.Parameters.Add(new() { Value = AdvisoryLocks.Start });
        await command.ExecuteNonQueryAsync(cancellationToken);
        if (await database.Users.AnyAsync(cancellationToken))
        {
            return;
        }

        var name = configuration[$"{Section}:UserName"];
        var password = configuration[$"{Section}:Password"];
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(password))
        {
            logger.LogWarning("There is no account yet. Set {Section}:UserName, {Section}:Password and {Section}:Email and start again to get the first admin", Section, Section, Section);
            return;
        }

        var isDefault = configuration.GetValue($"{Section}:IsDefaultPassword", false);
        var email = configuration[$"{Section}:Email"] is { Length: > 0 } given ? given : $"{name}@localhost";
        Check($"{Section}:UserName", AccountRules.CheckName(name));
        Check($"{Section}:Password", isDefault ? null : AccountRules.CheckPassword(password));
        Check($"{Section}:Email", AccountRules.CheckEmail(email));

        var registration = scope.ServiceProvider.GetRequiredService<AccountRegistration>();
        var admin = new Account { UserName = name, Email = email, IsAdmin = true, HasDefaultPassword = isDefault };
        var stored = await registration.StoreAsync(admin, password, new SecurityAct(SecurityEventTypes.UserCreated, ("by", "configuration")), link: null, cancellationToken);
        if (stored.Result != NewAccountResult.Created)
        {
            throw new InvalidOperationException($"The first admin could not be made from {Section}: {stored.Message}");
        }

        await transaction.CommitAsync(cancellationToken);
        logger.LogInformation("Made the first admin, {UserName}", name);
    }

    /// <summary>
    /// Who configures a password of their own means to be rid of the default one, also when an earlier start made the
    /// account with it. A password that somebody has set since is left alone.
    /// </summary>
    private async Task ReplaceDefaultPasswordAsync(IServiceProvider services, AuthDbContext database, CancellationToken cancellationToken)
    {
        var password = configuration[$"{Section}:Password"];
        if (string.IsNullOrEmpty(password) || configuration.GetValue($"{Section}:IsDefaultPassword", false))
        {
            return;
        }

        foreach (var admin in await database.Users.AsNoTracking().Where(account => account.HasDefaultPassword).ToListAsync(cancellationToken))
        {
            Check($"{Section}:Password", AccountRules.CheckPassword(password));
            var hash = services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(admin, password);
            await services.GetRequiredService<AccountChanges>().ChangePasswordAsync(admin.Id, hash, keptBrowserSession: null, by: "configuration", cancellationToken);
            logger.LogInformation("Replaced the default password of {UserName} by the configured one", admin.Name);
        }
    }

    private static void Check(string key, string? problem)
    {
        if (problem is not null)
        {
            throw new InvalidOperationException($"{key} is not usable. {problem}");
        }
    }
}
