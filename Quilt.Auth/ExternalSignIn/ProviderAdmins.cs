using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>
/// Follows a provider that says who is an admin here. What it gave it takes again; an admin whom somebody here made stays
/// one. A claim of the account remembers which it was.
/// </summary>
internal sealed class ProviderAdmins(NpgsqlDataSource database, SecurityEvents events, Revocations.Revocations revocations)
{
    private const string GivenBy = "admin_by";

    public async Task FollowAsync(Account account, ExternalIdentity identity, CancellationToken cancellationToken)
    {
        if (identity.IsAdmin is not { } isAdmin || account.IsAdmin == isAdmin)
        {
            return;
        }

        account.IsAdmin = isAdmin
            ? await GiveAsync(account, identity.Provider, cancellationToken)
            : !await TakeAsync(account, identity.Provider, cancellationToken);
    }

    private async Task<bool> GiveAsync(Account account, ExternalProvider provider, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("UPDATE users SET is_admin = true WHERE id = $1") { Parameters = { new() { Value = account.Id } } });
        batch.BatchCommands.Add(new("INSERT INTO user_claims (user_id, claim_type, claim_value) VALUES ($1, $2, $3)")
        {
            Parameters = { new() { Value = account.Id }, new() { Value = GivenBy }, new() { Value = provider.Name } },
        });
        batch.BatchCommands.Add(events.Command(account.Name, new SecurityAct(SecurityEventTypes.AdminGranted, ("by", "external"), ("provider", provider.Name))));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    /// <summary>Ends what was open, since tokens tell of the role. Not of the last admin: nobody could help then.</summary>
    private async Task<bool> TakeAsync(Account account, ExternalProvider provider, CancellationToken cancellationToken)
    {
        var taken = await revocations.EndAccountAsync(
            account.Id,
            new("""
                WITH given AS (DELETE FROM user_claims WHERE user_id = $1 AND claim_type = $2 AND claim_value = $3
                    AND EXISTS (SELECT FROM users o WHERE o.is_admin AND o.is_active AND o.id <> $1) RETURNING user_id)
                UPDATE users SET generation = generation + 1, is_admin = false WHERE id IN (SELECT user_id FROM given) RETURNING id::text
                """)
            {
                Parameters = { new() { Value = account.Id }, new() { Value = GivenBy }, new() { Value = provider.Name } },
            },
            [new SecurityAct(SecurityEventTypes.AdminRevoked, ("by", "external"), ("provider", provider.Name))],
            keptBrowserSession: null,
            cancellationToken);
        if (taken)
        {
            account.Generation++;
        }

        return taken;
    }
}
