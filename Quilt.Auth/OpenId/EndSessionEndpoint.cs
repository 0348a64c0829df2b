using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Quilt.Auth.Sessions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.OpenId;

/// <summary>
/// Sign-out that a client asks for. With the person's own id token as a hint it happens at once; without, the person is
/// asked first, since any site can send a browser here.
/// </summary>
internal static class EndSessionEndpoint
{
    public static void MapEndSession(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods(OpenIdSetup.EndSessionPath, ["GET", "POST"], EndAsync).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> EndAsync(HttpContext context, BrowserSessions sessions)
    {
        var session = await sessions.ReadAsync(context);
        if (session is not null)
        {
            var hint = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
            if (hint.Principal?.GetClaim(Claims.Subject) != session.Account.Id.ToString())
            {
                return Results.LocalRedirect($"/signout?returnUrl={Uri.EscapeDataString(BackHere(context))}");
            }

            await sessions.SignOutAsync(context, session);
        }

        // OpenIddict leads back to the client when the address is one of the client's, else to the page given here.
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/signout" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    private static string BackHere(HttpContext context) =>
        OpenIdSetup.EndSessionPath + (HttpMethods.IsPost(context.Request.Method)
            ? QueryString.Create(context.Request.Form.SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value))))
            : context.Request.QueryString);
}
