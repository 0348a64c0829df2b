using OpenIddict.Abstractions;
using OpenIddict.Server;
using Quilt.Auth.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Quilt.Auth.OpenId;

/// <summary>
/// Refresh tokens roll on, but not for ever: none outlives its sign-in by more than <see cref="TokenLifetimes.SignIn"/>,
/// so that a stolen one that is used all the time ends, too.
/// </summary>
internal sealed class SignInEnd(IOpenIddictAuthorizationManager authorizations, TimeProvider time) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseScopedHandler<SignInEnd>()
            .SetOrder(PrepareRefreshTokenPrincipal.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.RefreshTokenPrincipal is not { } refresh || context.Principal?.GetAuthorizationId() is not { } id)
        {
            return;
        }

        var authorization = await authorizations.FindByIdAsync(id, context.CancellationToken)
            ?? throw new InvalidOperationException("A refresh token was given for an authorization that is not stored.");
        var end = await authorizations.GetCreationDateAsync(authorization, context.CancellationToken) + TokenLifetimes.SignIn;
        if (end <= time.GetUtcNow())
        {
            context.Reject(Errors.InvalidGrant, "The sign-in that this came from is too old. Sign in again.");
        }
        else if (refresh.GetExpirationDate() > end)
        {
            refresh.SetExpirationDate(end);
        }
    }
}
