using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using Quilt.Auth.Database;
using Quilt.Auth.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Exchange;

namespace Quilt.Auth.OpenId;

/// <summary>
/// Tokens for services (client credentials). The parts of Quilt speak for themselves. A service that an admin registered
/// acts as the account that it was registered for, within its scopes, until that person or an admin ends it.
/// </summary>
internal sealed class ServiceGrant(IOpenIddictApplicationManager applications, SignInAuthorizations signIns, AuthDbContext database)
    : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseScopedHandler<ServiceGrant>()
            .SetOrder(AttachPrincipal.Descriptor.Order + 2_000)
            .Build();

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsClientCredentialsGrantType())
        {
            return;
        }

        var identity = new ClaimsIdentity("Quilt", Claims.Name, Claims.Role);
        if (KnownClients.IsOurs(context.ClientId))
        {
            identity.SetClaim(Claims.Subject, context.ClientId)
                .SetScopes(context.Request.GetScopes())
                .SetResources(QuiltClaims.Audience)
                .SetDestinations(QuiltClaims.DestinationsOf);
        }
        else if (!await ActAsync(identity, context))
        {
            context.Reject(Errors.InvalidGrant, "The account that this service acted as is disabled, or has ended it. Ask an admin.");
            return;
        }

        context.SignIn(new ClaimsPrincipal(identity));
    }

    private async Task<bool> ActAsync(ClaimsIdentity identity, HandleTokenRequestContext context)
    {
        var application = await applications.FindByClientIdAsync(context.ClientId!, context.CancellationToken)
            ?? throw new InvalidOperationException($"The client '{context.ClientId}' was accepted but is not stored.");
        var permissions = await applications.GetPermissionsAsync(application, context.CancellationToken);
        var scopes = permissions.Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
            .Select(permission => permission[Permissions.Prefixes.Scope.Length..]).ToList();
        identity.SetScopes(context.Request.Scope is null ? scopes : context.Request.GetScopes());
        if (!RegistryScopes.AnyIn(scopes))
        {
            // Registered without an account: it may only ask about its own tokens.
            identity.SetClaim(Claims.Subject, context.ClientId).SetDestinations(QuiltClaims.DestinationsOf);
            return true;
        }

        var id = Guid.Parse((await applications.GetIdAsync(application, context.CancellationToken))!);
        var subject = await database.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>()
            .Where(binding => binding.Application!.Id == id && binding.Status == Statuses.Valid && binding.Type == AuthorizationTypes.Permanent)
            .Select(binding => binding.Subject)
            .SingleOrDefaultAsync(context.CancellationToken);
        var account = Guid.TryParse(subject, out var userId)
            ? await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, context.CancellationToken)
            : null;
        if (account is null)
        {
            return false;
        }

        // Each token is a sign-in of its own, so that one given back does not end the rest.
        QuiltClaims.SetAccount(identity, account);
        identity.SetAuthorizationId((await signIns.CreateAsync(identity, account, context.ClientId!, context.CancellationToken)).ToString());
        return true;
    }
}
