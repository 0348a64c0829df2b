using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.Extensions;
using Quilt.Client;
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
        if (!string.Equals(home.IdnHost, context.Request.Host.Host, StringComparison.OrdinalIgnoreCase))
        {
            return Results.Redirect($"{home.GetLeftPart(UriPartial.Authority)}/signin?next={Uri.EscapeDataString(target)}");
        }

        return context.User.Identity?.IsAuthenticated == true
            ? Results.LocalRedirect(target)
            : Results.Challenge(new AuthenticationProperties { RedirectUri = target, IsPersistent = true }, [OpenIdConnectDefaults.AuthenticationScheme]);
    }

    /// <summary>Ends the session here, the access token at the registry, and the session at the sign-in service.</summary>
    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, PublicUrls urls, QuiltRegistryClient registry, ILoggerFactory loggers)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        var session = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (!session.Succeeded)
        {
            return Results.LocalRedirect("/");
        }

        try
        {
            await registry.LogoutAsync(context.RequestAborted);
        }
        catch (Exception failure) when (failure is RegistryException or HttpRequestException)
        {
            // The person wants to be signed out here in any case, and the sign-in service ends the session below.
            loggers.CreateLogger(typeof(SignInEndpoints)).LogWarning("The registry did not end an access token at sign-out: {Reason}", failure.Message);
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
