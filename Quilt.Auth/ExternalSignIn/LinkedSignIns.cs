using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>
/// The external sign-ins of an account. They are added and removed by hand: Identity would write the whole account back,
/// and undo what an admin did to it in the meantime.
/// </summary>
internal sealed class LinkedSignIns(AuthDbContext database, NpgsqlDataSource source, ExternalProviders providers, LocalAccounts local, SecurityEvents events, TimeProvider time)
{
    /// <summary>Only who has just proved who they are changes the ways into their account.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(15);

    public bool IsFresh(SignedIn signedIn) => time.GetUtcNow() - signedIn.Session.CreatedAt <= FreshFor;

    public async Task<IReadOnlyList<LinkedSignIn>> ListAsync(Account account, CancellationToken cancellationToken)
    {
        var logins = await database.Set<IdentityUserLogin<Guid>>().AsNoTracking()
            .Where(login => login.UserId == account.Id)
            .OrderBy(login => login.LoginProvider).ThenBy(login => login.ProviderKey)
            .ToListAsync(cancellationToken);
        return [.. logins.Select(login => new LinkedSignIn(
            login.LoginProvider, login.ProviderKey, login.ProviderDisplayName ?? "", providers.All.FirstOrDefault(provider => provider.Issuer == login.LoginProvider)))];
    }

    /// <summary>Whether the account can be opened with a password here.</summary>
    public bool HasPassword(Account account) => local.AreAllowed && account.PasswordHash is not null;

    /// <summary>False if the identity opens another account already.</summary>
    public async Task<bool> LinkAsync(Account account, ExternalIdentity identity, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO user_logins (login_provider, provider_key, provider_display_name, user_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (login_provider, provider_key) DO UPDATE SET provider_display_name = EXCLUDED.provider_display_name WHERE user_logins.user_id = $4
            RETURNING xmax = 0
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = identity.Provider.Issuer }, new() { Value = identity.Subject }, new() { Value = identity.ShownLabel }, new() { Value = account.Id } },
        };
        if (await insert.ExecuteScalarAsync(cancellationToken) is not bool isNew)
        {
            return false;
        }

        if (isNew)
        {
            await using var record = new NpgsqlBatch(connection, transaction);
            record.BatchCommands.Add(events.Command(account.Name, new SecurityAct(SecurityEventTypes.Linked, ("provider", identity.Provider.Name), ("name", identity.ShownLabel))));
            await record.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>False if the account would have no way in then: no password, and no other sign-in of a provider that is on.</summary>
    public async Task<bool> UnlinkAsync(Account account, string issuer, string subject, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // The lock makes two racing calls see each other's work: each would leave the other's way in.
        await using var remains = new NpgsqlCommand("SELECT $2 AND password_hash IS NOT NULL FROM users WHERE id = $1 FOR UPDATE", connection, transaction)
        {
            Parameters = { new() { Value = account.Id }, new() { Value = local.AreAllowed } },
        };
        var hasPassword = await remains.ExecuteScalarAsync(cancellationToken) is true;
        await using var delete = new NpgsqlCommand(
            """
            DELETE FROM user_logins l WHERE l.user_id = $1 AND l.login_provider = $2 AND l.provider_key = $3
                AND ($4 OR EXISTS (SELECT FROM user_logins o WHERE o.user_id = $1 AND o.login_provider = ANY ($5) AND (o.login_provider, o.provider_key) <> ($2, $3)))
            RETURNING coalesce(l.provider_display_name, '')
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = account.Id },
                new() { Value = issuer },
                new() { Value = subject },
                new() { Value = hasPassword },
                new() { Value = providers.All.Select(provider => provider.Issuer).ToArray() },
            },
        };
        if (await delete.ExecuteScalarAsync(cancellationToken) is not string label)
        {
            return false;
        }

        await using var record = new NpgsqlBatch(connection, transaction);
        var name = providers.All.FirstOrDefault(provider => provider.Issuer == issuer)?.Name ?? issuer;
        record.BatchCommands.Add(events.Command(account.Name, new SecurityAct(SecurityEventTypes.Unlinked, ("provider", name), ("name", label))));
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}

/// <param name="Provider">The provider, while it is on.</param>
internal sealed record LinkedSignIn(string Issuer, string Subject, string Label, ExternalProvider? Provider);
