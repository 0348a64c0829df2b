using Npgsql;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.Consents;

/// <summary>
/// What a person has given access to: applications that are no part of Quilt, services that an admin lets act as the
/// person, and machines that were signed in with a code.
/// </summary>
internal sealed class AccessGrants(NpgsqlDataSource database, Revocations.Revocations revocations)
{
    /// <summary>
    /// The account's authorizations, by index on their subject, grouped by application. The parts of Quilt have none that
    /// names a registry scope but those of machines.
    /// </summary>
    public async Task<IReadOnlyList<AccessGrant>> ListAsync(Account account, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT p.id, p.client_id, coalesce(p.display_name, p.client_id), p.consent_type, min(a.creation_date),
                   (SELECT coalesce(array_agg(DISTINCT scope), ARRAY[]::text[]) FROM unnest(array_agg(a.scopes)) AS s, jsonb_array_elements_text(s::jsonb) AS scope)
            FROM open_id_authorizations a JOIN open_id_applications p ON p.id = a.application_id
            WHERE a.subject = $1 AND a.status = '{Statuses.Valid}' AND {IsGrant}
              AND (a.type = '{AuthorizationTypes.Permanent}' OR EXISTS (
                SELECT FROM open_id_tokens t WHERE t.authorization_id = a.id AND t.status = '{Statuses.Valid}'))
            GROUP BY p.id ORDER BY 3, 2
            """);
        command.Parameters.Add(new() { Value = account.Id.ToString() });

        var grants = new List<AccessGrant>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            grants.Add(new AccessGrant(
                reader.GetGuid(0),
                reader.GetString(2),
                await reader.IsDBNullAsync(3, cancellationToken) ? GrantKind.Machine : Kind(reader.GetString(3)),
                await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetFieldValue<string[]>(5)));
        }

        return grants;
    }

    /// <summary>Ends all that an application has of the account. Answers false when there was nothing.</summary>
    public Task<bool> EndAsync(Account account, Guid applicationId, CancellationToken cancellationToken) =>
        revocations.RevokeSessionsAsync(
            new NpgsqlBatchCommand(
                $"""
                SELECT a.id FROM open_id_authorizations a JOIN open_id_applications p ON p.id = a.application_id
                WHERE a.subject = $1 AND a.application_id = $2 AND a.status <> '{Statuses.Revoked}' AND {IsGrant}
                """)
            {
                Parameters = { new() { Value = account.Id.ToString() }, new() { Value = applicationId } },
            },
            new SecurityAct(SecurityEventTypes.ConsentRevoked, ("application", applicationId.ToString())),
            account.Name,
            cancellationToken);

    private const string IsGrant = $"(p.consent_type IN ('{ConsentTypes.Explicit}', '{ConsentTypes.External}') OR coalesce(a.scopes, '[]')::jsonb ?| ARRAY['read', 'write', 'admin'])";

    private static GrantKind Kind(string consentType) => consentType switch
    {
        ConsentTypes.Explicit => GrantKind.Application,
        ConsentTypes.External => GrantKind.Service,
        _ => GrantKind.Machine,
    };
}

/// <param name="ApplicationId">To end it with.</param>
/// <param name="Name">The application's name for people.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Since">When access was first given.</param>
/// <param name="Scopes">Everything that was granted, together.</param>
internal sealed record AccessGrant(Guid ApplicationId, string Name, GrantKind Kind, DateTimeOffset? Since, IReadOnlyList<string> Scopes);

internal enum GrantKind
{
    /// <summary>Somebody else's application, with the person's consent.</summary>
    Application,

    /// <summary>A service that an admin lets act as the person.</summary>
    Service,

    /// <summary>Machines that were signed in with a code.</summary>
    Machine,
}
