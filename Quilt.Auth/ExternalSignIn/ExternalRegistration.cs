using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Limits;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Makes accounts for people who come from a provider for the first time.</summary>
internal sealed class ExternalRegistration(AuthDbContext database, AccountRegistration accounts, AttemptCounts counts, AccountLetters letters, AdminNotices notices, ILookupNormalizer normalizer)
{
    /// <summary>Whether another account has the person's address. It is not theirs by that alone.</summary>
    public async Task<bool> IsEmailTakenAsync(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(identity.Email);
        return normalized is not null && await database.Users.AnyAsync(user => user.NormalizedEmail == normalized, cancellationToken);
    }

    /// <summary>Also by an account that was deleted: its packages stay under its name.</summary>
    public Task<bool> IsNameTakenAsync(string name, CancellationToken cancellationToken) =>
        database.Users.IgnoreQueryFilters().AnyAsync(user => user.UserName == name, cancellationToken);

    /// <summary>
    /// Makes the account with its first sign-in, in one transaction. The provider has said who the person is, so it is
    /// active at once. Without the address where another account has it.
    /// </summary>
    public async Task<NewAccount> RegisterAsync(string name, ExternalIdentity identity, IPAddress? address, CancellationToken cancellationToken)
    {
        Attempt[] attempts = [Attempt.ByAddress("register:", address, SelfRegistration.PerAddress), Attempt.ByAccount("register:", name, SelfRegistration.PerAccount)];
        if (await counts.TakeAsync(attempts, cancellationToken) is { } wait)
        {
            return new(NewAccountResult.Blocked, "username", "Too many new accounts. Wait a quarter of an hour and try again.", RetryAfter: wait);
        }

        if (AccountRules.CheckName(name) is { } problem)
        {
            return new(NewAccountResult.Invalid, "username", problem);
        }

        var email = await IsEmailTakenAsync(identity, cancellationToken) ? null : identity.Email;
        var account = new Account { UserName = name, Email = email, EmailConfirmed = email is not null };
        var created = await accounts.StoreAsync(
            account,
            password: null,
            new SecurityAct(SecurityEventTypes.Registered, ("by", "external"), ("provider", identity.Provider.Name)),
            link: null,
            cancellationToken,
            new UserLoginInfo(identity.Provider.Issuer, identity.Subject, identity.ShownLabel));
        if (created.Account is not null)
        {
            await TellAsync(name, email, identity.Provider, cancellationToken);
        }

        return created;
    }

    private async Task TellAsync(string name, string? email, ExternalProvider provider, CancellationToken cancellationToken)
    {
        if (email is not null)
        {
            letters.Welcome(name, email);
        }

        await notices.SendAsync(name, email ?? "no e-mail address", $"signed up with {provider.DisplayName}", cancellationToken);
    }
}
