using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Quilt.Auth.OpenId;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Quilt.Auth.Tokens;

/// <summary>
/// The one place that decides how far tokens reach. A part of Quilt that asked for no registry scope gets the whole
/// account. Everybody else gets a token for the registry only together with a registry scope, the admin role only with
/// the scope <c>admin</c>, and of the person only what its scopes name. It looks at the scopes that the token will carry:
/// a refresh may have asked for fewer than were given.
/// </summary>
internal sealed class TokenReach : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<TokenReach>()
            .SetOrder(PrepareUserCodePrincipal.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        var isOurs = KnownClients.IsOurs(context.ClientId);
        if (context.AccessTokenPrincipal is { } access && (!isOurs || RegistryScopes.AnyIn(context.Principal!.GetScopes())))
        {
            Restrict(access, isOurs);
        }

        if (context.IdentityTokenPrincipal is { } identity && !isOurs)
        {
            RemoveUnnamed(identity, context.Principal!.GetScopes());
            Remove(identity, Claims.Role);
        }

        return ValueTask.CompletedTask;
    }

    private static void Restrict(ClaimsPrincipal token, bool isOurs)
    {
        var scopes = token.GetScopes();
        if (!scopes.Contains(RegistryScopes.Admin))
        {
            Remove(token, Claims.Role);
        }

        var isForRegistry = RegistryScopes.AnyIn(scopes);
        if (!isForRegistry)
        {
            token.SetAudiences([]);
        }

        if (!isOurs)
        {
            // The registry knows people by their names, so a token for it has one whatever else was asked for.
            RemoveUnnamed(token, isForRegistry ? [Scopes.Profile, .. scopes] : scopes);
        }
    }

    private static void RemoveUnnamed(ClaimsPrincipal token, IReadOnlyCollection<string> scopes)
    {
        if (!scopes.Contains(Scopes.Profile))
        {
            Remove(token, Claims.Name);
            Remove(token, Claims.PreferredUsername);
        }

        if (!scopes.Contains(Scopes.Email))
        {
            Remove(token, Claims.Email);
        }
    }

    private static void Remove(ClaimsPrincipal token, string claim) => token.SetClaim(claim, (string?)null);
}
