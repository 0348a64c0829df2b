using Microsoft.AspNetCore.Identity;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Links;
using Quilt.Auth.Passwords;

namespace Quilt.Auth.Accounts;

/// <summary>Stores new accounts, each with the security event that tells how it came, and the link that was mailed with it.</summary>
internal sealed class AccountRegistration(
    UserManager<Account> users, AuthDbContext database, PasswordGate passwords, PasswordRules rules, SecurityEvents events, TimeProvider time)
{
    /// <summary>Stores an account that a person named: name, address and password (if it has one yet) must keep the rules.</summary>
    public async Task<NewAccount> CreateAsync(Account account, string? password, SecurityAct act, NewLink? link, CancellationToken cancellationToken)
    {
        if (AccountRules.CheckName(account.Name) is { } badName)
        {
            return new(NewAccountResult.Invalid, "username", badName);
        }

        if (password is not null && await rules.CheckAsync(password, cancellationToken) is { } badPassword)
        {
            return new(NewAccountResult.Invalid, "password", badPassword);
        }

        if (AccountRules.CheckEmail(account.Email!) is { } badEmail)
        {
            return new(NewAccountResult.Invalid, "email", badEmail);
        }

        return await StoreAsync(account, password, act, link, cancellationToken);
    }

    /// <summary>Stores an account whose name, password and address were checked, or come from the configuration.</summary>
    /// <param name="login">The external sign-in that opens the account from the start.</param>
    public async Task<NewAccount> StoreAsync(
        Account account, string? password, SecurityAct act, NewLink? link, CancellationToken cancellationToken, UserLoginInfo? login = null)
    {
        if (password is not null && await passwords.HashAsync(account, password, cancellationToken) is var hash)
        {
            if (hash is null)
            {
                return new(NewAccountResult.Busy);
            }

            account.PasswordHash = hash;
        }

        account.Id = Guid.CreateVersion7();
        account.JoinedAt = time.GetUtcNow();

        // Identity saves the account with whatever else the context tracks, in one transaction.
        database.Add(events.Entity(account.Name, act));
        if (link is not null)
        {
            database.Add(link.Entity(account));
        }

        if (login is not null)
        {
            database.Add(new IdentityUserLogin<Guid>
            {
                LoginProvider = login.LoginProvider,
                ProviderKey = login.ProviderKey,
                ProviderDisplayName = login.ProviderDisplayName,
                UserId = account.Id,
            });
        }

        var created = await CreateUniqueAsync(account);
        if (created.Succeeded)
        {
            return new(NewAccountResult.Created, Account: account);
        }

        database.ChangeTracker.Clear();
        var codes = created.Errors.Select(error => error.Code).ToHashSet();
        return codes.Contains(nameof(IdentityErrorDescriber.DuplicateUserName))
            ? new(NewAccountResult.Taken, "username", "That user name is taken. Choose another.")
            : codes.Contains(nameof(IdentityErrorDescriber.DuplicateEmail))
            ? new(NewAccountResult.Taken, "email", "That e-mail address is taken. Sign in to the account that has it, or give another.")
            : new(NewAccountResult.Invalid, "username", string.Join(' ', created.Errors.Select(error => error.Description)));
    }

    /// <summary>Identity looks for a duplicate before it inserts; two racing requests are told apart by the unique indexes.</summary>
    private async Task<IdentityResult> CreateUniqueAsync(Account account)
    {
        var describer = users.ErrorDescriber;
        try
        {
            return await users.CreateAsync(account);
        }
        catch (Microsoft.EntityFrameworkCore.DbUpdateException exception)
            when (exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation } violation)
        {
            return IdentityResult.Failed(violation.ConstraintName?.Contains("email", StringComparison.OrdinalIgnoreCase) == true
                ? describer.DuplicateEmail(account.Email!)
                : describer.DuplicateUserName(account.Name));
        }
    }
}
