using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Auth.Accounts;

/// <summary>Where the link of an activation mail leads (registry-protocol §6); it comes here through the registry.</summary>
internal static class ActivationEndpoint
{
    public static void MapActivation(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/activate/{link}", ActivateAsync).WithSummary("Activates an account and leads to the catalog.");

    /// <summary>The catalog's own address and not the request's host: this is reached through other services.</summary>
    private static async Task<IResult> ActivateAsync(string link, HttpContext context, AccountActivation activation, PublicUrls publicUrls)
    {
        context.Response.Headers.CacheControl = "no-store";
        var page = await activation.ActivateAsync(link, context.RequestAborted) ? "signin" : "activation_error";
        return Results.Redirect($"{publicUrls.Lasting(QuiltService.Catalog)}/{page}");
    }
}
