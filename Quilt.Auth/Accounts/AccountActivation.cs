using Npgsql;
using Quilt.Auth.Events;
using Quilt.Auth.Letters;
using Quilt.Auth.Links;

namespace Quilt.Auth.Accounts;

/// <summary>Opens a new account by the link that its address was mailed.</summary>
internal sealed class AccountActivation(NpgsqlDataSource database, SecurityEvents events, AccountLetters letters, AdminNotices notices, TimeProvider time)
{
    /// <summary>False when the link is wrong, used or expired, or an admin has decided about the account since.</summary>
    public async Task<bool> ActivateAsync(string secret, CancellationToken cancellationToken)
    {
        string name, email;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var activate = new NpgsqlCommand(
                $"""
                WITH link AS (DELETE FROM mailed_links WHERE hash = $1 AND purpose = {(int)LinkPurpose.Activation} RETURNING user_id, generation, expires_at)
                UPDATE users u SET is_active = true, awaits_activation = false FROM link l
                WHERE u.id = l.user_id AND u.generation = l.generation AND l.expires_at > $2 AND u.awaits_activation
                RETURNING u.user_name, u.email
                """,
                connection,
                transaction)
            {
                Parameters = { new() { Value = MailedLinks.HashOf(secret) }, new() { Value = time.GetUtcNow() } },
            };
            await using (var reader = await activate.ExecuteReaderAsync(cancellationToken))
            {
                if (!await reader.ReadAsync(cancellationToken))
                {
                    return false;
                }

                (name, email) = (reader.GetString(0), reader.GetString(1));
            }

            await using var record = new NpgsqlBatch(connection, transaction);
            record.BatchCommands.Add(events.Command(name, new SecurityAct(SecurityEventTypes.Activated)));
            await record.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await TellAsync(name, email, cancellationToken);
        return true;
    }

    /// <summary>Welcomes somebody whose account has just become active, and tells the admins.</summary>
    public async Task TellAsync(string name, string email, CancellationToken cancellationToken)
    {
        letters.Welcome(name, email);
        await notices.SendAsync(name, email, "signed up", cancellationToken);
    }
}
