using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.OpenId;

namespace Quilt.Auth.Sessions;

/// <summary>What an account is signed in with: browsers, and the programs of Quilt that hold tokens. Each can be ended.</summary>
internal sealed class OpenSessions(
    AuthDbContext database, NpgsqlDataSource source, BrowserSessions browsers, Revocations.Revocations revocations, AccountChanges changes, TimeProvider time)
{
    /// <summary>The account's browsers, the last seen first.</summary>
    public Task<List<BrowserSession>> BrowsersAsync(Account account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.Set<BrowserSession>().AsNoTracking()
            .Where(session => session.UserId == account.Id && session.ExpiresAt > now)
            .OrderByDescending(session => session.LastSeenAt)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Sign-ins of the command line and the catalog that can still renew their tokens, the last used first.</summary>
    public async Task<IReadOnlyList<ProgramSession>> ProgramsAsync(Account account, CancellationToken cancellationToken)
    {
        // By the index on subject to the account's authorizations, and from each by an index to its tokens.
        await using var command = source.CreateCommand(
            """
            SELECT a.id, p.client_id, p.display_name, coalesce(a.properties::jsonb ->> 'address', ''), coalesce(a.properties::jsonb ->> 'agent', ''),
                a.creation_date, t.used
            FROM open_id_authorizations a
            JOIN open_id_applications p ON p.id = a.application_id
            CROSS JOIN LATERAL (
                SELECT max(creation_date) AS used, bool_or(type IN ('refresh_token', 'urn:ietf:params:oauth:token-type:refresh_token') AND status = 'valid' AND expiration_date > $3) AS renewable
                FROM open_id_tokens WHERE authorization_id = a.id) t
            WHERE a.subject = $1 AND a.status = 'valid' AND p.client_id = ANY ($2) AND t.renewable
            ORDER BY t.used DESC
            """);
        command.Parameters.Add(new() { Value = account.Id.ToString() });
        command.Parameters.Add(new() { Value = Clients });
        command.Parameters.Add(new() { Value = time.GetUtcNow().UtcDateTime });
        var sessions = new List<ProgramSession>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(new ProgramSession(
                reader.GetGuid(0), reader.GetString(1) == KnownClients.CommandLine, reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return sessions;
    }

    /// <summary>Ends a browser or a program of the account. False when it has no such one, or no longer.</summary>
    public async Task<bool> RevokeAsync(Account account, Guid id, CancellationToken cancellationToken) =>
        await browsers.RevokeAsync(account, id, cancellationToken)
        || ((await ProgramsAsync(account, cancellationToken)).Any(session => session.Id == id)
            && await revocations.RevokeSessionAsync(id, new SecurityAct(SecurityEventTypes.SessionRevoked, ("kind", "program")), cancellationToken));

    /// <summary>Ends all of them, and every token besides.</summary>
    public Task SignOutEverywhereAsync(Account account, CancellationToken cancellationToken) =>
        changes.SignOutEverywhereAsync(account.Id, new SecurityAct(SecurityEventTypes.SessionRevoked, ("kind", "all")), cancellationToken);

    private static readonly string[] Clients = [KnownClients.CommandLine, KnownClients.Catalog];
}

/// <param name="IsCommandLine">Whether it is <c>quilt login</c>'s.</param>
/// <param name="Name">What the program is called.</param>
/// <param name="Address">Where it was signed in from.</param>
/// <param name="Agent">With which <c>User-Agent</c>.</param>
/// <param name="CreatedAt">When it was signed in.</param>
/// <param name="UsedAt">When it last renewed its tokens.</param>
internal sealed record ProgramSession(Guid Id, bool IsCommandLine, string Name, string Address, string Agent, DateTimeOffset CreatedAt, DateTimeOffset UsedAt);
