using System.Security.Claims;
using System.Text.Json;
using OpenIddict.Abstractions;
using Quilt.Auth.Accounts;
using Quilt.Auth.Events;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.OpenId;

/// <summary>
/// Makes the authorization of one sign-in to one client. All tokens of that sign-in carry it, so that they can be ended
/// together; two sign-ins never share one.
/// </summary>
internal sealed class SignInAuthorizations(
    IOpenIddictApplicationManager applications, IOpenIddictAuthorizationManager authorizations, IHttpContextAccessor contexts, TimeProvider time)
{
    /// <summary>The properties of an authorization that tell its owner where it was given.</summary>
    public const string AddressProperty = "address";
    public const string AgentProperty = "agent";

    public async Task<Guid> CreateAsync(ClaimsIdentity identity, Account account, string clientId, CancellationToken cancellationToken)
    {
        var client = await applications.FindByClientIdAsync(clientId, cancellationToken)
            ?? throw new InvalidOperationException($"The client '{clientId}' was accepted but is not stored.");
        var origin = Origin.Of(contexts.HttpContext);
        var descriptor = new OpenIddictAuthorizationDescriptor
        {
            ApplicationId = await applications.GetIdAsync(client, cancellationToken),
            CreationDate = time.GetUtcNow(),
            Principal = new ClaimsPrincipal(identity),
            Status = Statuses.Valid,
            Subject = account.Id.ToString(),
            Type = AuthorizationTypes.AdHoc,
            Properties =
            {
                [AddressProperty] = JsonSerializer.SerializeToElement(origin.Address, AuthJson.Default.String),
                [AgentProperty] = JsonSerializer.SerializeToElement(origin.Agent, AuthJson.Default.String),
            },
        };
        descriptor.Scopes.UnionWith(identity.GetScopes());
        var authorization = await authorizations.CreateAsync(descriptor, cancellationToken);
        return Guid.Parse((await authorizations.GetIdAsync(authorization, cancellationToken))!);
    }
}
