using System.Collections.Immutable;
using Npgsql;
using OpenIddict.Abstractions;
using Quilt.Auth.Codes;
using Quilt.Auth.Database;
using Quilt.Auth.Tokens;
using Quilt.ServiceDefaults.PublicAddresses;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.OpenId;

/// <summary>The OAuth clients that are parts of Quilt: stored at start, and brought to what the configuration says.</summary>
internal sealed class KnownClients(
    IServiceScopeFactory scopes, NpgsqlDataSource database, IConfiguration configuration, PublicUrls publicUrls, ILogger<KnownClients> logger)
{
    public const string CommandLine = "quilt-cli";
    public const string Catalog = "catalog";
    public const string Registry = "registry";

    private const string RedirectUrisKey = "Quilt:Auth:CatalogRedirectUris";

    /// <summary>Where the catalog may have people sent back to after signing in.</summary>
    public ImmutableArray<Uri> CatalogRedirectUris { get; } = ReadRedirectUris(configuration, publicUrls);

    /// <summary>Whether a client is a part of Quilt; everybody else's applications need the person's consent.</summary>
    public static bool IsOurs(string? clientId) => clientId is CommandLine or Catalog or Registry;

    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        // Replicas that start at once do this one after another.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection, transaction);
        command.Parameters.Add(new() { Value = AdvisoryLocks.Start });
        await command.ExecuteNonQueryAsync(cancellationToken);

        await using var scope = scopes.CreateAsyncScope();
        var applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        await StoreAsync(applications, DescribeCommandLine(), cancellationToken);
        foreach (var describe in new[] { DescribeCatalog, DescribeRegistry })
        {
            var client = describe();
            if (client.ClientSecret is null)
            {
                logger.LogWarning("Quilt:ServiceClients:{Client}:Secret is not set, so the service '{Client}' cannot sign in here", client.ClientId, client.ClientId);
                await RemoveAsync(applications, client.ClientId!, cancellationToken);
                continue;
            }

            await StoreAsync(applications, client, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task StoreAsync(IOpenIddictApplicationManager applications, OpenIddictApplicationDescriptor client, CancellationToken cancellationToken)
    {
        var known = await applications.FindByClientIdAsync(client.ClientId!, cancellationToken);
        if (known is null)
        {
            await applications.CreateAsync(client, cancellationToken);
        }
        else
        {
            await applications.UpdateAsync(known, client, cancellationToken);
        }
    }

    private static async Task RemoveAsync(IOpenIddictApplicationManager applications, string id, CancellationToken cancellationToken)
    {
        if (await applications.FindByClientIdAsync(id, cancellationToken) is { } known)
        {
            await applications.DeleteAsync(known, cancellationToken);
        }
    }

    private static OpenIddictApplicationDescriptor DescribeCommandLine() => new()
    {
        ClientId = CommandLine,
        DisplayName = "Quilt command line",
        ClientType = ClientTypes.Public,
        ConsentType = ConsentTypes.Implicit,
        Permissions =
        {
            Permissions.Endpoints.Token, Permissions.Endpoints.DeviceAuthorization, Permissions.Endpoints.Revocation,
            Permissions.GrantTypes.RefreshToken, Permissions.GrantTypes.DeviceCode, Permissions.Prefixes.GrantType + OneTimeCodeGrant.GrantType,
            Permissions.Scopes.Profile, Permissions.Scopes.Email, Permissions.Scopes.Roles,
            Permissions.Prefixes.Scope + RegistryScopes.Read, Permissions.Prefixes.Scope + RegistryScopes.Write, Permissions.Prefixes.Scope + RegistryScopes.Admin,
        },
    };

    private OpenIddictApplicationDescriptor DescribeCatalog()
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = Catalog,
            ClientSecret = Secret(Catalog),
            DisplayName = "Quilt catalog",
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.GrantTypes.ClientCredentials,
                Permissions.ResponseTypes.Code,
                Permissions.Scopes.Profile, Permissions.Scopes.Email, Permissions.Scopes.Roles,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        client.RedirectUris.UnionWith(CatalogRedirectUris);
        foreach (var uri in CatalogRedirectUris)
        {
            client.PostLogoutRedirectUris.Add(new Uri(uri, "/"));
            client.PostLogoutRedirectUris.Add(new Uri(uri, "/signout-callback-oidc"));
        }

        return client;
    }

    private OpenIddictApplicationDescriptor DescribeRegistry() => new()
    {
        ClientId = Registry,
        ClientSecret = Secret(Registry),
        DisplayName = "Quilt registry",
        ClientType = ClientTypes.Confidential,
        Permissions =
        {
            Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials,
            Permissions.Prefixes.Scope + QuiltClaims.InternalScope,
        },
    };

    private string? Secret(string client) => configuration[$"Quilt:ServiceClients:{client}:Secret"] is { Length: > 0 } secret ? secret : null;

    private static ImmutableArray<Uri> ReadRedirectUris(IConfiguration configuration, PublicUrls publicUrls)
    {
        var configured = configuration.GetSection(RedirectUrisKey).Get<string[]>() ?? [$"{publicUrls.Lasting(QuiltService.Catalog)}/signin-oidc"];
        return [.. configured.Select(text =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri!.Fragment.Length == 0
                ? uri
                : throw new InvalidOperationException($"{RedirectUrisKey} holds '{text}'. Each entry must be an absolute http or https address without a fragment, such as https://data.example.com/signin-oidc."))];
    }
}
