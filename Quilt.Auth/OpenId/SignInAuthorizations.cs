using System.Security.Claims;
using OpenIddict.Abstractions;
using Quilt.Auth.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.OpenId;

/// <summary>
/// Makes the authorization of one sign-in to one client. All tokens of that sign-in carry it, so that they can be ended
/// together; two sign-ins never share one.
/// </summary>
internal sealed class SignInAuthorizations(IOpenIddictApplicationManager applications, IOpenIddictAuthorizationManager authorizations)
{
    public async Task<Guid> CreateAsync(ClaimsIdentity identity, Account account, string clientId, CancellationToken cancellationToken)
    {
        var client = await applications.FindByClientIdAsync(clientId, cancellationToken)
            ?? throw new InvalidOperationException($"The client '{clientId}' was accepted but is not stored.");
        var authorization = await authorizations.CreateAsync(
            identity,
            account.Id.ToString(),
            (await applications.GetIdAsync(client, cancellationToken))!,
            AuthorizationTypes.AdHoc,
            identity.GetScopes(),
            cancellationToken);
        return Guid.Parse((await authorizations.GetIdAsync(authorization, cancellationToken))!);
    }
}
