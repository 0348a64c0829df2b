using Npgsql;
using NpgsqlTypes;
using Quilt.Auth.Events;
using Quilt.Auth.Links;

namespace Quilt.Auth.Accounts;

/// <summary>
/// Changes of an account after which everything it had open is over. Each is one transaction with its security event, and
/// one waits for the other, so that two admins cannot remove each other.
/// </summary>
internal sealed class AccountChanges(Revocations.Revocations revocations, TimeProvider time)
{
    /// <summary>Not the last admin who can still act.</summary>
    private const string AdminsRemain = "(NOT is_admin OR EXISTS (SELECT FROM users o WHERE o.is_admin AND o.is_active AND o.id <> $1))";

    /// <summary>What an account has besides its own row.</summary>
    private static readonly string[] OwnedTables =
        ["user_claims", "user_logins", "user_tokens", "user_passkeys", "recovery_codes", "one_time_codes", "mailed_links", "trusted_publishers"];

    /// <summary>Sets a new password. The browser session in which that was done goes on.</summary>
    /// <param name="by">How, for the security event.</param>
    public Task<bool> ChangePasswordAsync(Guid userId, string newHash, Guid? keptBrowserSession, string by, CancellationToken cancellationToken) =>
        revocations.EndAccountAsync(
            userId,
            new("UPDATE users SET generation = generation + 1, password_hash = $2, has_default_password = false WHERE id = $1 AND deleted_at IS NULL RETURNING id::text")
            {
                Parameters = { new() { Value = userId }, new() { Value = newHash } },
            },
            [new SecurityAct(SecurityEventTypes.PasswordChanged, ("by", by))],
            keptBrowserSession,
            cancellationToken);

    /// <summary>
    /// Sets a new password by a mailed link, which is used up by it: of two racing calls exactly one gets true. Who has the
    /// link has the mailbox, so an account that waited for that is active from then on.
    /// </summary>
    public Task<bool> ChangePasswordByLinkAsync(LinkOwner owner, string secret, string newHash, CancellationToken cancellationToken) =>
        revocations.EndAccountAsync(
            owner.UserId,
            new($"""
                WITH link AS (DELETE FROM mailed_links WHERE hash = $2 AND purpose = {(int)LinkPurpose.Password} RETURNING user_id, generation, expires_at)
                UPDATE users u SET generation = u.generation + 1, password_hash = $3, has_default_password = false, is_active = true, awaits_activation = false
                FROM link l
                WHERE u.id = $1 AND l.user_id = u.id AND l.generation = u.generation AND l.expires_at > $4 AND (u.is_active OR u.awaits_activation)
                RETURNING u.id::text
                """)
            {
                Parameters = { new() { Value = owner.UserId }, new() { Value = MailedLinks.HashOf(secret) }, new() { Value = newHash }, new() { Value = time.GetUtcNow() } },
            },
            owner.AwaitsActivation
                ? [new SecurityAct(SecurityEventTypes.PasswordChanged, ("by", "link")), new SecurityAct(SecurityEventTypes.Activated)]
                : [new SecurityAct(SecurityEventTypes.PasswordChanged, ("by", "link"))],
            keptBrowserSession: null,
            cancellationToken);

    /// <summary>Disables or enables an account. False if it is the last admin.</summary>
    /// <param name="more">What else belongs to it.</param>
    public Task<bool> SetActiveAsync(Guid userId, bool active, string admin, CancellationToken cancellationToken, params NpgsqlBatchCommand[] more) =>
        revocations.EndAccountAsync(
            userId,
            new($"UPDATE users SET generation = generation + 1, is_active = $2, awaits_activation = false WHERE id = $1 AND deleted_at IS NULL AND ($2 OR {AdminsRemain}) RETURNING id::text")
            {
                Parameters = { new() { Value = userId }, new() { Value = active } },
            },
            [SecurityAct.By(admin, active ? SecurityEventTypes.UserEnabled : SecurityEventTypes.UserDisabled)],
            keptBrowserSession: null,
            cancellationToken,
            more);

    /// <summary>Takes an account's password away and stores a link to set another.</summary>
    public Task<bool> ResetPasswordAsync(Guid userId, NewLink link, string admin, CancellationToken cancellationToken) =>
        revocations.EndAccountAsync(
            userId,
            new("UPDATE users SET generation = generation + 1, password_hash = NULL, has_default_password = false WHERE id = $1 AND deleted_at IS NULL RETURNING id::text")
            {
                Parameters = { new() { Value = userId } },
            },
            [SecurityAct.By(admin, SecurityEventTypes.UserPasswordReset)],
            keptBrowserSession: null,
            cancellationToken,
            MailedLinks.Store(link, userId));

    /// <summary>Makes an account an admin, or no longer. False if it is the last admin. Tokens tell who is one, so those of before end.</summary>
    public Task<bool> SetAdminAsync(Guid userId, bool isAdmin, string admin, CancellationToken cancellationToken) =>
        revocations.EndAccountAsync(
            userId,
            new($"UPDATE users SET generation = generation + 1, is_admin = $2 WHERE id = $1 AND deleted_at IS NULL AND ($2 OR {AdminsRemain}) RETURNING id::text")
            {
                Parameters = { new() { Value = userId }, new() { Value = isAdmin } },
            },
            [SecurityAct.By(admin, isAdmin ? SecurityEventTypes.AdminGranted : SecurityEventTypes.AdminRevoked)],
            keptBrowserSession: null,
            cancellationToken);

    /// <summary>Signs an account out wherever it is signed in.</summary>
    public Task<bool> SignOutEverywhereAsync(Guid userId, SecurityAct act, CancellationToken cancellationToken) =>
        revocations.EndAccountAsync(
            userId,
            new("UPDATE users SET generation = generation + 1 WHERE id = $1 AND deleted_at IS NULL RETURNING id::text") { Parameters = { new() { Value = userId } } },
            [act],
            keptBrowserSession: null,
            cancellationToken);

    /// <summary>
    /// Deletes an account. Its row stays, emptied, since the packages under its name stay too: nobody gets the name by
    /// signing up. False if it is the last admin. A handover of its packages that is under way stops, unless
    /// <paramref name="more"/> says how it ended.
    /// </summary>
    public Task<bool> DeleteAsync(Guid userId, SecurityAct act, CancellationToken cancellationToken, params NpgsqlBatchCommand[] more) =>
        revocations.EndAccountAsync(
            userId,
            new($"""
                UPDATE users SET generation = generation + 1, deleted_at = $2, is_active = false, awaits_activation = false, is_admin = false,
                    has_default_password = false, password_hash = NULL, email = NULL, normalized_email = NULL, phone_number = NULL, last_sign_in_at = NULL,
                    two_factor_enabled = false, authenticator_key = NULL
                WHERE id = $1 AND deleted_at IS NULL AND {AdminsRemain} RETURNING id::text
                """)
            {
                Parameters = { new() { Value = userId }, new() { Value = time.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz } },
            },
            [act],
            keptBrowserSession: null,
            cancellationToken,
            [
                .. OwnedTables.Select(table => new NpgsqlBatchCommand($"DELETE FROM {table} WHERE user_id = $1") { Parameters = { new() { Value = userId } } }),
                new("UPDATE handovers SET state = 4 WHERE user_id = $1 AND state IN (0, 1)") { Parameters = { new() { Value = userId } } },
                .. more,
            ]);
}
