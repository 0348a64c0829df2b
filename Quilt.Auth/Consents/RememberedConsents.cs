using Npgsql;
using NpgsqlTypes;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.Consents;

/// <summary>
/// What persons have agreed to before: one permanent authorization for each application, with every scope agreed to so
/// far. No token belongs to it; each sign-in has an authorization of its own, so that it can be ended alone.
/// </summary>
internal sealed class RememberedConsents(NpgsqlDataSource database, SecurityEvents events, TimeProvider time)
{
    /// <summary>Whether all of <paramref name="scopes"/> were agreed to. An index look-up by application, status, subject and type.</summary>
    public async Task<bool> CoverAsync(Account account, Guid applicationId, string[] scopes, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT EXISTS (SELECT FROM open_id_authorizations
            WHERE application_id = $1 AND status = '{Statuses.Valid}' AND subject = $2 AND type = '{AuthorizationTypes.Permanent}'
              AND coalesce(scopes, '[]')::jsonb @> to_jsonb($3::text[]))
            """);
        command.Parameters.Add(new() { Value = applicationId });
        command.Parameters.Add(new() { Value = account.Id.ToString() });
        command.Parameters.Add(new() { Value = scopes });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Adds to what was agreed to, one person after another, so that two pages of one person leave one row.</summary>
    public async Task RememberAsync(Account account, Guid applicationId, string clientId, string[] scopes, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("SELECT pg_advisory_xact_lock($1, hashtext($2))")
        {
            Parameters = { new() { Value = AdvisoryLocks.Consents }, new() { Value = account.Id.ToString() } },
        });
        batch.BatchCommands.Add(new(
            $"""
            WITH known AS (
                UPDATE open_id_authorizations SET scopes = (
                    SELECT jsonb_agg(DISTINCT scope) FROM jsonb_array_elements(coalesce(scopes, '[]')::jsonb || to_jsonb($3::text[])) AS scope)::text
                WHERE application_id = $1 AND status = '{Statuses.Valid}' AND subject = $2 AND type = '{AuthorizationTypes.Permanent}'
                RETURNING id)
            INSERT INTO open_id_authorizations (id, application_id, subject, type, status, scopes, creation_date, concurrency_token)
            SELECT $4, $1, $2, '{AuthorizationTypes.Permanent}', '{Statuses.Valid}', to_jsonb($3::text[])::text, $5, $4::text
            WHERE NOT EXISTS (SELECT FROM known)
            """)
        {
            Parameters =
            {
                new() { Value = applicationId },
                new() { Value = account.Id.ToString() },
                new() { Value = scopes },
                new() { Value = Guid.CreateVersion7() },
                new() { Value = time.GetUtcNow().UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        });
        batch.BatchCommands.Add(events.Command(
            account.Name, new SecurityAct(SecurityEventTypes.ConsentGiven, ("client", clientId), ("scopes", string.Join(' ', scopes)))));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
