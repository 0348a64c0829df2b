using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Finds the account that an external identity opens, and notes that it was opened.</summary>
internal sealed class ExternalAccounts(AuthDbContext database, NpgsqlDataSource source, SecurityEvents events, TimeProvider time)
{
    /// <summary>Two look-ups by primary key. Never by name or address: those are somebody's word, and change hands.</summary>
    public Task<Account?> FindAsync(ExternalIdentity identity, CancellationToken cancellationToken) =>
        database.Set<IdentityUserLogin<Guid>>().AsNoTracking()
            .Where(login => login.LoginProvider == identity.Provider.Issuer && login.ProviderKey == identity.Subject)
            .Join(database.Users.AsNoTracking(), login => login.UserId, user => user.Id, (_, user) => user)
            .SingleOrDefaultAsync(cancellationToken);

    public async Task RecordSignInAsync(Account account, ExternalIdentity identity, CancellationToken cancellationToken)
    {
        account.LastSignInAt = time.GetUtcNow();
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("UPDATE users SET last_sign_in_at = $2 WHERE id = $1") { Parameters = { new() { Value = account.Id }, new() { Value = account.LastSignInAt } } });

        // People rename themselves over there.
        batch.BatchCommands.Add(new("UPDATE user_logins SET provider_display_name = $3 WHERE login_provider = $1 AND provider_key = $2 AND provider_display_name IS DISTINCT FROM $3")
        {
            Parameters = { new() { Value = identity.Provider.Issuer }, new() { Value = identity.Subject }, new() { Value = identity.ShownLabel } },
        });
        batch.BatchCommands.Add(events.Command(account.Name, new SecurityAct(SecurityEventTypes.Login, ("by", "external"), ("provider", identity.Provider.Name))));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task RecordRefusalAsync(Account account, ExternalIdentity identity, CancellationToken cancellationToken) =>
        events.RecordAsync(account.Name, new SecurityAct(SecurityEventTypes.LoginFailed, ("reason", "account not active"), ("provider", identity.Provider.Name)), cancellationToken);
}
