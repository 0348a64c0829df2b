using Npgsql;
using Quilt.Api.Events;
using Quilt.Api.Http;
using Quilt.Api.Model;
using Quilt.Api.Packages;
using Quilt.Api.Policy;

namespace Quilt.Api.Invitations;

/// <summary>Makes, finds and withdraws invitations. None of it tells whether an address has an account.</summary>
internal sealed class PackageInvitations(NpgsqlDataSource database, PackageWrites packages, InvitationMail mail, SharingLimits limits, TimeProvider time)
{
    private const string InviteSql = """
        INSERT INTO invitations (package_id, email, email_key, invited_at) VALUES (@package_id, @email, @key, @now)
        ON CONFLICT (package_id, email_key) DO NOTHING
        """;

    /// <summary>The end of a range of the events' index on (user, type, time), no longer than the limit.</summary>
    private const string RecentSql = """
        SELECT count(*) FROM (SELECT 1 FROM events WHERE user_name = @user AND type = @type AND created_at > @since LIMIT @limit) recent
        """;

    private const string WithdrawSql = "DELETE FROM invitations WHERE package_id = @package_id AND email_key = @key";

    private const string ListSql = """
        SELECT i.id, p.owner, p.name, i.email, i.invited_at
        FROM invitations i JOIN packages p ON p.id = i.package_id
        """;

    /// <summary>A range of the index on the address, one probe each for the package.</summary>
    private const string OfAddressSql = ListSql + " WHERE i.email_key = @key ORDER BY i.id";

    /// <summary>A range of the unique index on (package, address).</summary>
    private const string OfPackageSql = ListSql + " WHERE i.package_id = @package_id ORDER BY i.id";

    /// <summary>
    /// Keeps an invitation for <paramref name="email"/> and mails it. Once more, for an address whose account has access,
    /// or for one's own, it does no harm and answers alike; only the first of several is mailed, and none to oneself.
    /// </summary>
    public async Task<ApiError?> InviteAsync(Actor by, string owner, string name, string email, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(email);
        var isNew = false;
        var error = await packages.ChangeAsync(owner, name, () => PackageErrors.PackageNotFound(by.Caller, owner, name), async (transaction, id) =>
        {
            if (by.Caller.Email is { } own && EmailAddress.Key(own) == key)
            {
                return default;
            }

            await using var command = new NpgsqlCommand(InviteSql, transaction.Connection, transaction);
            command.Parameters.AddWithValue("package_id", id);
            command.Parameters.AddWithValue("email", email);
            command.Parameters.AddWithValue("key", key);
            command.Parameters.AddWithValue("now", time.GetUtcNow().UtcDateTime);
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                return default;
            }

            if (await IsTooOftenAsync(transaction, by, cancellationToken))
            {
                return ApiError.TooMany($"You invited {limits.InvitationsPerDay} addresses within a day, which is the limit. Invite more tomorrow.");
            }

            isNew = true;
            return Event(EventType.InvitationSent, by, owner, name, email);
        }, cancellationToken);
        if (error is null && isNew)
        {
            mail.Send(email, owner, name);
        }

        return error;
    }

    /// <summary>Takes an invitation back.</summary>
    public Task<ApiError?> WithdrawAsync(Actor by, string owner, string name, string email, CancellationToken cancellationToken)
    {
        ApiError Missing() => PackageErrors.PackageNotFound(by.Caller, owner, name);
        return packages.ChangeAsync(owner, name, Missing, async (transaction, id) =>
        {
            await using var command = new NpgsqlCommand(WithdrawSql, transaction.Connection, transaction);
            command.Parameters.AddWithValue("package_id", id);
            command.Parameters.AddWithValue("key", EmailAddress.Key(email));
            return await command.ExecuteNonQueryAsync(cancellationToken) == 0
                ? Missing()
                : Event(EventType.InvitationWithdrawn, by, owner, name, email);
        }, cancellationToken);
    }

    /// <summary>Whether an address is invited to a package and has not taken it up.</summary>
    public async Task<bool> IsInvitedAsync(long packageId, string email, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT EXISTS (SELECT 1 FROM invitations WHERE package_id = @package_id AND email_key = @key)");
        command.Parameters.AddWithValue("package_id", packageId);
        command.Parameters.AddWithValue("key", EmailAddress.Key(email));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The invitations of an address, oldest first; none where it is null.</summary>
    public async Task<IReadOnlyList<InvitationListItem>> OfAddressAsync(string? email, CancellationToken cancellationToken)
    {
        if (email is null)
        {
            return [];
        }

        await using var command = database.CreateCommand(OfAddressSql);
        command.Parameters.AddWithValue("key", EmailAddress.Key(email));
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>The invitations to a package, oldest first.</summary>
    public async Task<IReadOnlyList<InvitationListItem>> OfPackageAsync(long packageId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(OfPackageSql);
        command.Parameters.AddWithValue("package_id", packageId);
        return await ReadAsync(command, cancellationToken);
    }

    private async Task<bool> IsTooOftenAsync(NpgsqlTransaction transaction, Actor by, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RecentSql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("user", by.Caller.UserName);
        command.Parameters.AddWithValue("type", (short)EventType.InvitationSent);
        command.Parameters.AddWithValue("since", time.GetUtcNow().UtcDateTime.AddDays(-1));
        command.Parameters.AddWithValue("limit", limits.InvitationsPerDay);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! >= limits.InvitationsPerDay;
    }

    private static async Task<IReadOnlyList<InvitationListItem>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var invitations = new List<InvitationListItem>();
        while (await reader.ReadAsync(cancellationToken))
        {
            invitations.Add(new(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), new DateTimeOffset(reader.GetDateTime(4), TimeSpan.Zero)));
        }

        return invitations;
    }

    private NewEvent Event(EventType type, Actor by, string owner, string name, string email) =>
        new(type, by, owner, name, null, EventExtra.Of("email", email), time.GetUtcNow().UtcDateTime);
}
