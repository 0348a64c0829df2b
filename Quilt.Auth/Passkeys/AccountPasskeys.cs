using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Passwords;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.Passkeys;

/// <summary>The passkeys of an account: adds, lists, renames and removes them, each with its security event and a mail to the owner.</summary>
internal sealed class AccountPasskeys(
    AuthDbContext database, IPasskeyHandler<Account> handler, PasskeyChallenges challenges, PasswordProof proof, SecurityEvents events, AccountLetters letters)
{
    public const int Most = 20;
    public const int NameLength = 64;

    /// <summary>The account's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<AccountPasskey>> ListAsync(Account account, CancellationToken cancellationToken) =>
        [.. (await database.Set<IdentityUserPasskey<Guid>>().AsNoTracking().Where(passkey => passkey.UserId == account.Id).ToListAsync(cancellationToken))
            .OrderBy(passkey => passkey.Data.CreatedAt)
            .Select(passkey => new AccountPasskey(Base64Url.EncodeToString(passkey.CredentialId), passkey.Data.Name ?? "Passkey", passkey.Data.CreatedAt, passkey.Data.IsBackedUp))];

    public async Task<PasskeyQuestion> AskAsync(SignedIn signedIn, HttpContext context)
    {
        var (account, session) = (signedIn.Account, signedIn.Session);
        var options = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.Name, DisplayName = account.Name }, context);
        return new(options.CreationOptionsJson, challenges.Seal(PurposeOf(session), options.AttestationState ?? ""));
    }

    /// <summary>What is wrong, or null when the passkey is added.</summary>
    public async Task<FieldProblem?> AddAsync(SignedIn signedIn, string name, string seal, string credential, string password, HttpContext context)
    {
        var account = signedIn.Account;
        var (address, aborted) = (context.Connection.RemoteIpAddress, context.RequestAborted);
        if (CheckName(name) is { } bad)
        {
            return bad;
        }

        if (await proof.CheckAsync(signedIn, password, address, aborted) is { } unproven)
        {
            return unproven;
        }

        if (await database.Set<IdentityUserPasskey<Guid>>().CountAsync(row => row.UserId == account.Id, aborted) >= Most)
        {
            return new("name", $"An account has at most {Most} passkeys. Remove one first.");
        }

        if (await challenges.OpenAsync(PurposeOf(signedIn.Session), seal, aborted) is not { } state
            || await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state })
                is not { Succeeded: true, Passkey: { } passkey, UserEntity.Id: var owner }
            || owner != account.Id.ToString())
        {
            return new("", "The passkey could not be added. Try again.");
        }

        database.Add(new IdentityUserPasskey<Guid>
        {
            UserId = account.Id,
            CredentialId = passkey.CredentialId,
            Data = new IdentityPasskeyData
            {
                Name = name,
                PublicKey = passkey.PublicKey,
                CreatedAt = passkey.CreatedAt,
                SignCount = passkey.SignCount,
                Transports = passkey.Transports,
                IsUserVerified = passkey.IsUserVerified,
                IsBackupEligible = passkey.IsBackupEligible,
                IsBackedUp = passkey.IsBackedUp,
                AttestationObject = passkey.AttestationObject,
                ClientDataJson = passkey.ClientDataJson,
            },
        });
        database.Add(events.Entity(account.Name, new SecurityAct(SecurityEventTypes.PasskeyAdded, ("name", name))));
        await database.SaveChangesAsync(aborted);
        letters.SecurityNotice(account.Name, account.Email, $"The passkey \"{name}\" was added: it signs in without the password.");
        return null;
    }

    /// <summary>What is wrong, or null when the passkey has the new name.</summary>
    public async Task<FieldProblem?> RenameAsync(Account account, string id, string name, CancellationToken cancellationToken)
    {
        if (CheckName(name) is { } bad)
        {
            return bad with { Field = "" };
        }

        if (await FindAsync(account, id, cancellationToken) is not { } passkey)
        {
            return new("", "That passkey had been removed before.");
        }

        if (passkey.Data.Name != name)
        {
            database.Add(events.Entity(account.Name, new SecurityAct(SecurityEventTypes.PasskeyRenamed, ("name", name), ("before", passkey.Data.Name ?? ""))));
            passkey.Data.Name = name;
            await database.SaveChangesAsync(cancellationToken);
        }

        return null;
    }

    /// <summary>False when the account has no such passkey, or no longer.</summary>
    public async Task<bool> RemoveAsync(Account account, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(account, id, cancellationToken) is not { } passkey)
        {
            return false;
        }

        var name = passkey.Data.Name ?? "";
        database.Remove(passkey);
        database.Add(events.Entity(account.Name, new SecurityAct(SecurityEventTypes.PasskeyRemoved, ("name", name))));
        await database.SaveChangesAsync(cancellationToken);
        letters.SecurityNotice(account.Name, account.Email, $"The passkey \"{name}\" was removed.");
        return true;
    }

    private Task<IdentityUserPasskey<Guid>?> FindAsync(Account account, string id, CancellationToken cancellationToken)
    {
        var bytes = Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [];
        return database.Set<IdentityUserPasskey<Guid>>().SingleOrDefaultAsync(row => row.CredentialId == bytes && row.UserId == account.Id, cancellationToken);
    }

    private static FieldProblem? CheckName(string name) =>
        name.Length is 0 or > NameLength || name.Any(char.IsControl) ? new("name", $"A name has 1 to {NameLength} characters.") : null;

    private static string PurposeOf(BrowserSession session) => $"add:{session.Id}";
}

/// <param name="Id">The credential's number, for addresses and forms.</param>
/// <param name="IsSynced">Whether the person's other devices have it, too.</param>
internal sealed record AccountPasskey(string Id, string Name, DateTimeOffset CreatedAt, bool IsSynced);
