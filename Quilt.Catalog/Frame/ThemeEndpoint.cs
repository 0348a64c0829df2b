using Quilt.Catalog.SignIn;
using Quilt.ServiceDefaults.Look;

namespace Quilt.Catalog.Frame;

/// <summary>Takes the choice of light or dark from the menu in the frame.</summary>
internal static class ThemeEndpoint
{
    public static void MapTheme(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/theme", (Delegate)ChooseAsync);

    /// <summary>
    /// The form stands on every page, also for visitors without a session: a token in it would put a cookie on each of
    /// them. What browsers say about where a request comes from keeps other sites away from a choice that harms nobody.
    /// </summary>
    private static async Task<IResult> ChooseAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        Theme.Choose(context, form["theme"]);
        return Results.LocalRedirect(LocalPath.OrHome(form["next"]));
    }
}
