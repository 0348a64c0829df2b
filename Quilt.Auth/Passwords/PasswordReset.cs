using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Links;

namespace Quilt.Auth.Passwords;

/// <summary>Lets a person who forgot the password set a new one, by a link to the account's address.</summary>
internal sealed class PasswordReset(
    AuthDbContext database, NpgsqlDataSource source, MailedLinks links, PasswordGate passwords, AccountChanges changes,
    AccountActivation activation, AccountLetters letters, SecurityEvents events)
{
    /// <summary>Mails a link to the account that has the address; to nobody if there is none, or an admin disabled it.</summary>
    public async Task MailLinkAsync(string normalizedEmail, Origin origin, CancellationToken cancellationToken)
    {
        var account = await database.Users.AsNoTracking().SingleOrDefaultAsync(
            user => user.NormalizedEmail == normalizedEmail && (user.IsActive || user.AwaitsActivation), cancellationToken);
        if (account is null)
        {
            return;
        }

        var link = links.Make(LinkPurpose.Password);
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(MailedLinks.Store(link, account.Id));
        batch.BatchCommands.Add(events.Command(account.Name, new SecurityAct(SecurityEventTypes.PasswordResetRequested), origin));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        letters.PasswordReset(account.Name, account.Email!, link);
    }

    /// <summary>Sets a new password by a link; everything that the account had open is over then.</summary>
    public async Task<PasswordResetResult> SetAsync(string secret, string password, CancellationToken cancellationToken)
    {
        if (await links.FindPasswordLinkAsync(secret, cancellationToken) is not { } owner)
        {
            return PasswordResetResult.BadLink;
        }

        if (await passwords.HashAsync(new Account(), password, cancellationToken) is not { } hash)
        {
            return PasswordResetResult.Busy;
        }

        if (!await changes.ChangePasswordByLinkAsync(owner, secret, hash, cancellationToken))
        {
            return PasswordResetResult.BadLink;
        }

        if (owner.AwaitsActivation)
        {
            await activation.TellAsync(owner.UserName, owner.Email, cancellationToken);
        }

        return PasswordResetResult.Done;
    }
}

internal enum PasswordResetResult
{
    Done,

    /// <summary>Wrong, used, expired, or ended by something that happened to the account since.</summary>
    BadLink,

    /// <summary>Too many passwords are waiting to be hashed.</summary>
    Busy,
}
