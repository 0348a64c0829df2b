using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using Quilt.Auth.Accounts;
using Quilt.Auth.Database;
using Quilt.Auth.Events;
using Quilt.Auth.OpenId;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.Applications;

/// <summary>The applications of others, which admins register and delete.</summary>
internal sealed class RegisteredApplications(
    IOpenIddictApplicationManager applications, IOpenIddictAuthorizationManager authorizations, AuthDbContext database,
    Revocations.Revocations revocations, SecurityEvents events, TimeProvider time)
{
    /// <summary>Stores an application. What it is called by, and its secret, are made here; the secret is only told now.</summary>
    public async Task<CreatedApplication> CreateAsync(NewApplication wanted, Account admin, CancellationToken cancellationToken)
    {
        if (wanted.Check() is { } problem)
        {
            return new(null, null, problem);
        }

        var account = wanted.ActsAs.Length == 0 ? null
            : await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.UserName == wanted.ActsAs && user.IsActive, cancellationToken);
        if (wanted.ActsAs.Length > 0 && account is null)
        {
            return new(null, null, new("account", $"There is no active account '{wanted.ActsAs}'."));
        }

        var secret = wanted.Kind == ApplicationKind.Public ? null : "qlts_" + Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var description = Describe(wanted, "app_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10)), secret);
        var application = await applications.CreateAsync(description, cancellationToken);
        if (account is not null)
        {
            var binding = new OpenIddictAuthorizationDescriptor
            {
                ApplicationId = await applications.GetIdAsync(application, cancellationToken),
                Subject = account.Id.ToString(),
                Type = AuthorizationTypes.Permanent,
                Status = Statuses.Valid,
                CreationDate = time.GetUtcNow(),
            };
            binding.Scopes.UnionWith(wanted.Scopes);
            await authorizations.CreateAsync(binding, cancellationToken);
            var told = SecurityAct.By(admin.Name, SecurityEventTypes.ConsentGiven);
            await events.RecordAsync(account.Name, told with { Details = [.. told.Details, ("client", description.ClientId!), ("scopes", string.Join(' ', wanted.Scopes))] }, cancellationToken);
        }

        await events.RecordAsync(
            admin.Name, new SecurityAct(SecurityEventTypes.ApplicationCreated, ("client", description.ClientId!), ("name", wanted.Name)), cancellationToken);
        return new(description.ClientId, secret, null);
    }

    /// <summary>All of them, by name.</summary>
    public async Task<IReadOnlyList<RegisteredApplication>> ListAsync(CancellationToken cancellationToken)
    {
        var actors = await ActorsAsync(cancellationToken);
        var found = new List<RegisteredApplication>();
        await foreach (var application in applications.ListAsync(cancellationToken: cancellationToken))
        {
            var description = new OpenIddictApplicationDescriptor();
            await applications.PopulateAsync(description, application, cancellationToken);
            if (KnownClients.IsOurs(description.ClientId))
            {
                continue;
            }

            var id = Guid.Parse((await applications.GetIdAsync(application, cancellationToken))!);
            found.Add(new RegisteredApplication(
                id,
                description.ClientId!,
                description.DisplayName ?? description.ClientId!,
                description.ConsentType == ConsentTypes.External ? ApplicationKind.Service
                    : description.ClientType == ClientTypes.Public ? ApplicationKind.Public : ApplicationKind.Confidential,
                [.. description.RedirectUris.Select(uri => uri.OriginalString)],
                [.. NewApplication.OfferedScopes.Where(scope => description.Permissions.Contains(Permissions.Prefixes.Scope + scope))],
                actors.GetValueOrDefault(id)));
        }

        return [.. found.OrderBy(application => application.Name, StringComparer.OrdinalIgnoreCase).ThenBy(application => application.ClientId, StringComparer.Ordinal)];
    }

    /// <summary>Removes an application. All its tokens die with it, everywhere.</summary>
    public async Task DeleteAsync(RegisteredApplication application, Account admin, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand Command(string sql) => new(sql) { Parameters = { new() { Value = application.Id } } };
        await revocations.RevokeSessionsAsync(
            Command("SELECT id FROM open_id_authorizations WHERE application_id = $1 AND status <> 'revoked'"),
            new SecurityAct(SecurityEventTypes.ApplicationDeleted, ("client", application.ClientId), ("name", application.Name)),
            admin.Name,
            cancellationToken,
            Command("DELETE FROM open_id_tokens WHERE application_id = $1"),
            Command("DELETE FROM open_id_authorizations WHERE application_id = $1"),
            Command("DELETE FROM open_id_applications WHERE id = $1"));
    }

    /// <summary>The names of the accounts that services act as.</summary>
    private async Task<Dictionary<Guid, string>> ActorsAsync(CancellationToken cancellationToken)
    {
        var bindings = await database.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().AsNoTracking()
            .Where(binding => binding.Application!.ConsentType == ConsentTypes.External && binding.Status == Statuses.Valid && binding.Type == AuthorizationTypes.Permanent)
            .Select(binding => new { binding.Application!.Id, binding.Subject })
            .ToListAsync(cancellationToken);
        var ids = bindings.Select(binding => Guid.Parse(binding.Subject!)).ToList();
        var names = await database.Users.AsNoTracking().Where(user => ids.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id.ToString(), user => user.UserName!, cancellationToken);
        return bindings.Where(binding => names.ContainsKey(binding.Subject!)).ToDictionary(binding => binding.Id, binding => names[binding.Subject!]);
    }

    private static OpenIddictApplicationDescriptor Describe(NewApplication wanted, string clientId, string? secret)
    {
        var isService = wanted.Kind == ApplicationKind.Service;
        var description = new OpenIddictApplicationDescriptor
        {
            ClientId = clientId,
            ClientSecret = secret,
            DisplayName = wanted.Name,
            ClientType = secret is null ? ClientTypes.Public : ClientTypes.Confidential,

            // Of a program on its user's machine, the port of a loopback address may differ (RFC 8252 §7.3), and nothing else.
            ApplicationType = wanted.Kind == ApplicationKind.Public ? ApplicationTypes.Native : ApplicationTypes.Web,
            ConsentType = isService ? ConsentTypes.External : ConsentTypes.Explicit,
            Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Revocation },
        };
        description.RedirectUris.UnionWith(wanted.RedirectAddresses.Select(address => new Uri(address)));
        description.Permissions.UnionWith(wanted.Scopes.Select(scope => Permissions.Prefixes.Scope + scope));
        description.Permissions.UnionWith(isService ? [Permissions.GrantTypes.ClientCredentials] : [Permissions.GrantTypes.RefreshToken]);
        if (secret is not null)
        {
            description.Permissions.Add(Permissions.Endpoints.Introspection);
        }

        if (wanted.RedirectAddresses.Count > 0)
        {
            description.Permissions.UnionWith([Permissions.Endpoints.Authorization, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code]);
            description.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        }

        if (wanted.SignsInMachines)
        {
            description.Permissions.UnionWith([Permissions.Endpoints.DeviceAuthorization, Permissions.GrantTypes.DeviceCode]);
        }

        return description;
    }
}

/// <param name="ClientId">What it is called by, if it was made.</param>
/// <param name="Secret">Its secret, if it has one. Told once.</param>
/// <param name="Problem">Else what is wrong.</param>
internal sealed record CreatedApplication(string? ClientId, string? Secret, FieldProblem? Problem);

/// <param name="ActsAs">Of a service: whose account it acts as.</param>
internal sealed record RegisteredApplication(
    Guid Id, string ClientId, string Name, ApplicationKind Kind, IReadOnlyList<string> RedirectAddresses, IReadOnlyList<string> Scopes, string? ActsAs);
