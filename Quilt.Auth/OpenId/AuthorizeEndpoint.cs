using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Quilt.Auth.Consents;
using Quilt.Auth.Sessions;
using Quilt.Auth.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.OpenId;

/// <summary>
/// The authorization endpoint: whoever is signed in here is signed in to the client. The parts of Quilt ask nobody; for
/// other applications the person is asked on <c>Pages/Consent.razor</c>, whose form comes back here with the decision.
/// </summary>
internal static class AuthorizeEndpoint
{
    public static void MapAuthorize(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods(OpenIdSetup.AuthorizePath, ["GET", "POST"], AuthorizeAsync).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> AuthorizeAsync(HttpContext context, BrowserSessions sessions, SignInAuthorizations authorizations, ConsentGate consents, TimeProvider time)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not read the authorization request.");
        var session = await sessions.ReadAsync(context);
        if (session is null || MustSignInAgain(request, session.Session.CreatedAt, time))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "The person is not signed in.")
                : Results.LocalRedirect(SignInAddress.For(context, BackHere(context, request)));
        }

        switch (await consents.DecideAsync(context, request, session.Account))
        {
            case Consent.Missing when request.HasPromptValue(PromptValues.None):
                return Refuse(Errors.ConsentRequired, "The person has to be asked first.");
            case Consent.Missing:
                return Results.LocalRedirect(context.Request.PathBase + ConsentGate.PagePath + Query(request, parameter => true));
            case Consent.Denied:
                return Refuse(Errors.AccessDenied, "The person refused.");
            case Consent.Forged:
                return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        var identity = new ClaimsIdentity("Quilt", Claims.Name, Claims.Role);
        identity.SetScopes(request.GetScopes());
        QuiltClaims.SetAccount(identity, session.Account);
        var authorization = await authorizations.CreateAsync(identity, session.Account, request.ClientId!, context.RequestAborted);
        if (KnownClients.IsOurs(request.ClientId))
        {
            // Signing out here signs out of Quilt. What other applications were granted, the person ends on a page of its own.
            await sessions.LinkAsync(session.Session.Id, authorization, context.RequestAborted);
        }

        identity.SetAuthorizationId(authorization.ToString());
        return Results.SignIn(new ClaimsPrincipal(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static bool MustSignInAgain(OpenIddictRequest request, DateTimeOffset signedInAt, TimeProvider time) =>
        request.HasPromptValue(PromptValues.Login)
        || (request.MaxAge is { } seconds && time.GetUtcNow() - signedInAt > TimeSpan.FromSeconds(seconds));

    /// <summary>
    /// This request as a GET, without the wish for a fresh sign-in, which the sign-in page is about to fulfil; the wish to
    /// be asked for consent stays.
    /// </summary>
    private static string BackHere(HttpContext context, OpenIddictRequest request)
    {
        var askAgain = request.HasPromptValue(PromptValues.Consent);
        var query = Query(request, parameter => parameter is not (Parameters.Prompt or Parameters.MaxAge));
        return context.Request.PathBase + OpenIdSetup.AuthorizePath + (askAgain ? query.Add(Parameters.Prompt, PromptValues.Consent) : query);
    }

    private static QueryString Query(OpenIddictRequest request, Func<string, bool> isKept) =>
        QueryString.Create(request.GetParameters()
            .Where(parameter => isKept(parameter.Key))
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value)));

    private static IResult Refuse(string error, string description) =>
        Results.Forbid(
            new AuthenticationProperties(new Dictionary<string, string?>
            {
                [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
                [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
            }),
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
