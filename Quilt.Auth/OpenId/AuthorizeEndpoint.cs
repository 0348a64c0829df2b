using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Quilt.Auth.Sessions;
using Quilt.Auth.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.OpenId;

/// <summary>The authorization endpoint: whoever is signed in here is signed in to the client, without a consent page, since the clients are ours.</summary>
internal static class AuthorizeEndpoint
{
    public static void MapAuthorize(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods(OpenIdSetup.AuthorizePath, ["GET", "POST"], AuthorizeAsync).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> AuthorizeAsync(HttpContext context, BrowserSessions sessions, SignInAuthorizations authorizations, TimeProvider time)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not read the authorization request.");
        var session = await sessions.ReadAsync(context);
        if (session is null || MustSignInAgain(request, session.Session.CreatedAt, time))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "The person is not signed in.")
                : Results.LocalRedirect(SignInAddress.For(context, BackHere(context, request)));
        }

        var scopes = request.GetScopes();
        var identity = new ClaimsIdentity("Quilt", Claims.Name, Claims.Role);
        identity.SetScopes(scopes);
        QuiltClaims.SetAccount(identity, session.Account);
        var authorization = await authorizations.CreateAsync(identity, session.Account, request.ClientId!, context.RequestAborted);
        await sessions.LinkAsync(session.Session.Id, authorization, context.RequestAborted);
        identity.SetAuthorizationId(authorization.ToString());
        return Results.SignIn(new ClaimsPrincipal(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static bool MustSignInAgain(OpenIddictRequest request, DateTimeOffset signedInAt, TimeProvider time) =>
        request.HasPromptValue(PromptValues.Login)
        || (request.MaxAge is { } seconds && time.GetUtcNow() - signedInAt > TimeSpan.FromSeconds(seconds));

    /// <summary>This request as a GET, without the wish for a fresh sign-in, which the sign-in page is about to fulfil.</summary>
    private static string BackHere(HttpContext context, OpenIddictRequest request)
    {
        var parameters = request.GetParameters()
            .Where(parameter => parameter.Key is not (Parameters.Prompt or Parameters.MaxAge))
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value));
        return context.Request.PathBase + OpenIdSetup.AuthorizePath + QueryString.Create(parameters);
    }

    private static IResult Refuse(string error, string description) =>
        Results.Forbid(
            new AuthenticationProperties(new Dictionary<string, string?>
            {
                [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
                [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
            }),
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
