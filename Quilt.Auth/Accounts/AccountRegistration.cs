using Microsoft.AspNetCore.Identity;
using Quilt.Auth.Passwords;

namespace Quilt.Auth.Accounts;

/// <summary>Makes accounts that keep the rules.</summary>
internal sealed class AccountRegistration(UserManager<Account> users, PasswordGate passwords, TimeProvider time)
{
    public async Task<NewAccount> CreateAsync(string name, string password, string email, CancellationToken cancellationToken)
    {
        if (AccountRules.CheckName(name) is { } badName)
        {
            return new(NewAccountResult.Invalid, "username", badName);
        }

        if (AccountRules.CheckPassword(password) is { } badPassword)
        {
            return new(NewAccountResult.Invalid, "password", badPassword);
        }

        if (AccountRules.CheckEmail(email) is { } badEmail)
        {
            return new(NewAccountResult.Invalid, "email", badEmail);
        }

        return await StoreAsync(new Account { UserName = name, Email = email }, password, cancellationToken);
    }

    /// <summary>Stores an account whose name, password and address were checked, or come from the configuration.</summary>
    public async Task<NewAccount> StoreAsync(Account account, string password, CancellationToken cancellationToken)
    {
        var hash = await passwords.HashAsync(account, password, cancellationToken);
        if (hash is null)
        {
            return new(NewAccountResult.Busy);
        }

        account.Id = Guid.CreateVersion7();
        account.PasswordHash = hash;
        account.JoinedAt = time.GetUtcNow();

        var created = await CreateUniqueAsync(account);
        if (created.Succeeded)
        {
            return new(NewAccountResult.Created, Account: account);
        }

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
