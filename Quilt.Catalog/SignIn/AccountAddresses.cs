using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Catalog.SignIn;

/// <summary>The catalog's addresses for accounts, which mails and old links name. The pages are the sign-in service's.</summary>
internal static class AccountAddresses
{
    public static void MapAccountAddresses(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/login", (string? next) => Results.LocalRedirect("/signin?next=" + Uri.EscapeDataString(LocalPath.OrHome(next))));
        endpoints.MapGet("/oauth_callback", () => Results.LocalRedirect("/signin"));
        endpoints.MapGet("/signout", () => Results.LocalRedirect("/signin/leave"));
        endpoints.MapGet("/signup", (HttpContext context, PublicUrls urls) => Lead(context, urls, "/signup"));
        endpoints.MapGet("/reset_password", (HttpContext context, PublicUrls urls) => Lead(context, urls, "/forgot"));
        endpoints.MapGet("/reset_password/{link}", (HttpContext context, PublicUrls urls, string link) =>
            Lead(context, urls, "/reset_password/" + Uri.EscapeDataString(link)));
    }

    /// <summary>Not to be kept: the address may hold a secret that works once.</summary>
    private static IResult Lead(HttpContext context, PublicUrls urls, string path)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(urls.For(context.Request, QuiltService.Auth) + path);
    }
}
