using System.Net;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Limits;
using Quilt.Auth.Links;
using Quilt.Auth.Passwords;
using Quilt.Auth.Sessions;
using Quilt.ServiceDefaults.Mail;

namespace Quilt.Auth.Emails;

/// <summary>
/// Gives an account another e-mail address. Where mail really reaches people, the new address counts once its owner has
/// opened the link that it was mailed. The old address is told, and what it was mailed before is worth nothing.
/// </summary>
internal sealed class EmailChange(
    NpgsqlDataSource database, PasswordProof proof, SignUpPolicy policy, AttemptCounts counts, MailedLinks links, AccountLetters letters, SecurityEvents events,
    ILookupNormalizer normalizer, MailOptions mail, TimeProvider time)
{
    /// <summary>Each sends a mail to an address that somebody typed.</summary>
    public const int PerAccount = 5;

    private static readonly string GoodLink = $"l.purpose = {(int)LinkPurpose.Email} AND l.expires_at > $2 AND l.generation = u.generation AND u.is_active";

    private static readonly FieldProblem Taken = new("email", "Another account has this address.", StatusCodes.Status409Conflict);

    /// <summary>What is wrong; else null, and the address is changed or a link is on its way to it.</summary>
    public async Task<FieldProblem?> AskAsync(SignedIn signedIn, string email, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        var account = signedIn.Account;
        if ((AccountRules.CheckEmail(email) ?? (await policy.ReadAsync(cancellationToken)).CheckEmail(email)) is { } bad)
        {
            return new("email", bad);
        }

        if (email == account.Email)
        {
            return new("email", "This is the address that the account has.");
        }

        if (await proof.CheckAsync(signedIn, password, address, cancellationToken) is { } unproven)
        {
            return unproven;
        }

        if (!mail.IsConfigured)
        {
            return await ChangeAsync(account.Name, email, new("SELECT $1::uuid, user_name, email FROM users WHERE id = $1 FOR UPDATE") { Parameters = { new() { Value = account.Id } } }, cancellationToken) switch
            {
                EmailChangeResult.Taken => Taken,
                _ => null,
            };
        }

        if (await counts.ReserveAsync(Attempt.ByAccount("email:", account.Id.ToString(), PerAccount), cancellationToken) is { } wait)
        {
            return new("email", $"Too many mails. Wait {Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))} minutes and try again.", StatusCodes.Status429TooManyRequests);
        }

        // Whether another account has the address shows when the link is opened, and to its owner only.
        var link = links.Make(LinkPurpose.Email);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new($"DELETE FROM mailed_links WHERE user_id = $1 AND purpose = {(int)LinkPurpose.Email}") { Parameters = { new() { Value = account.Id } } });
        batch.BatchCommands.Add(MailedLinks.Store(link, account.Id, email));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        letters.ConfirmEmail(account.Name, email, link);
        return null;
    }

    /// <summary>The address that a link confirms and whose it is to be, while the link is good; it stays good.</summary>
    public async Task<(string UserName, string Email)?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT u.user_name, l.email FROM mailed_links l JOIN users u ON u.id = l.user_id WHERE l.hash = $1 AND {GoodLink}");
        command.Parameters.Add(new() { Value = MailedLinks.HashOf(secret) });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetString(1)) : null;
    }

    /// <summary>Uses a link up and changes the address.</summary>
    public async Task<EmailChangeResult> ConfirmAsync(string secret, CancellationToken cancellationToken)
    {
        if (await FindAsync(secret, cancellationToken) is not { } found)
        {
            return EmailChangeResult.BadLink;
        }

        return await ChangeAsync(
            found.UserName,
            found.Email,
            new($"WITH l AS (DELETE FROM mailed_links l WHERE l.hash = $1 RETURNING *) SELECT u.id, u.user_name, u.email FROM l JOIN users u ON u.id = l.user_id WHERE {GoodLink} FOR UPDATE OF u")
            {
                Parameters = { new() { Value = MailedLinks.HashOf(secret) }, new() { Value = time.GetUtcNow() } },
            },
            cancellationToken);
    }

    /// <param name="find">Answers the account's id, name and present address; no row if it may not be.</param>
    private async Task<EmailChangeResult> ChangeAsync(string name, string email, NpgsqlBatchCommand find, CancellationToken cancellationToken)
    {
        string? old;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            Guid id;
            await using (var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { find } })
            await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
            {
                if (!await reader.ReadAsync(cancellationToken))
                {
                    return EmailChangeResult.BadLink;
                }

                (id, old) = (reader.GetGuid(0), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2));
            }

            try
            {
                await using var change = new NpgsqlBatch(connection, transaction);
                change.BatchCommands.Add(new("UPDATE users SET email = $2, normalized_email = $3 WHERE id = $1")
                {
                    Parameters = { new() { Value = id }, new() { Value = email }, new() { Value = normalizer.NormalizeEmail(email) } },
                });
                change.BatchCommands.Add(new("DELETE FROM mailed_links WHERE user_id = $1") { Parameters = { new() { Value = id } } });
                change.BatchCommands.Add(events.Command(id, new SecurityAct(SecurityEventTypes.EmailChanged)));
                await change.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return EmailChangeResult.Taken;
            }

            await transaction.CommitAsync(cancellationToken);
        }

        letters.SecurityNotice(name, old, $"Its e-mail address was changed to {email}.");
        return EmailChangeResult.Changed;
    }
}

internal enum EmailChangeResult
{
    Changed,

    /// <summary>Another account has the address.</summary>
    Taken,

    /// <summary>Wrong, used, expired, or ended by something that happened to the account since.</summary>
    BadLink,
}
