using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.Extensions;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Catalog.SignIn;

internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/signin", SignIn);
        endpoints.MapPost("/signout", SignOutAsync);
    }

    /// <summary>
    /// Leads to the sign-in service and back to <paramref name="next"/>. The way back ends at the catalog's public
    /// address, so where that is another host than the browser came to, it also starts there: cookies stay with one host.
    /// </summary>
    private static IResult SignIn(HttpContext context, PublicUrls urls, string? next)
    {
        var target = LocalPath.OrHome(next);
        var home = new Uri(urls.For(context.Request, QuiltService.Catalog));
        if (!string.Equals(home.Host, context.Request.Host.Host, StringComparison.OrdinalIgnoreCase))
        {
            return Results.Redirect($"{home.GetLeftPart(UriPartial.Authority)}/signin?next={Uri.EscapeDataString(target)}");
        }

        return context.User.Identity?.IsAuthenticated == true
            ? Results.LocalRedirect(target)
            : Results.Challenge(new AuthenticationProperties { RedirectUri = target, IsPersistent = true }, [OpenIdConnectDefaults.AuthenticationScheme]);
    }

    /// <summary>
    /// Ends the session here, and leads to the sign-in service to end it there, which also ends the tokens that came of
    /// it. They must still be good when the browser gets there: the service trusts the hint only as long.
    /// </summary>
    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, PublicUrls urls)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            // From a page that is older than the session: the fresh page asks once more.
            return Results.LocalRedirect("/signin/leave");
        }

        var session = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (!session.Succeeded)
        {
            return Results.LocalRedirect("/");
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Redirect(urls.For(context.Request, QuiltService.Auth) + "/connect/endsession" + new QueryBuilder
        {
            { "client_id", SignInExtensions.ClientId },
            { "id_token_hint", session.Properties.GetTokenValue("id_token") ?? "" },
            { "post_logout_redirect_uri", urls.For(context.Request, QuiltService.Catalog) + "/" },
        });
    }
}
