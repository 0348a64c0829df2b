using Microsoft.AspNetCore.Antiforgery;
using Quilt.Catalog.Comments;
using Quilt.Catalog.Frame;

namespace Quilt.Catalog.SignIn;

/// <summary>
/// A form whose antiforgery token is no longer good: the session ended meanwhile, somebody else signed in, the keys are
/// others. It does nothing; whoever sent it from a page of ours is led back to it, or first to sign in.
/// </summary>
internal static class StaleForms
{
    public static void UseStaleForms(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } || !IsFromHere(context.Request))
        {
            await next(context);
            return;
        }

        // What is in it may be looked at now; nobody acts on it.
        context.Features.Set<IAntiforgeryValidationFeature>(null);
        if (context.User.Identity?.IsAuthenticated != true)
        {
            await EndAsync(context);
        }
        else if (await Draft.OfAsync(context.Request) is { } draft)
        {
            context.Request.Form = draft.ToShow();
            context.Features.Set<IAntiforgeryValidationFeature>(new HarmlessForm());
            await next(context);
        }
        else
        {
            context.RequestServices.GetRequiredService<Notices>().Warn(context, "That page had been open for too long, and nothing was done. Here is a fresh one: try again.");
            context.Response.Redirect(context.Request.PathBase + context.Request.Path);
        }
    });

    private static async Task EndAsync(HttpContext context)
    {
        var form = await UnsentForm.KeepAsync(context, context.Request.Path);
        if (form.IsToBeShown)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else
        {
            context.Response.Redirect(form.SessionEnded);
        }
    }

    /// <summary>
    /// Whether the browser says that a page of ours sent it. Others are refused as ever, so that no other site can put
    /// words into the mouth of who is signed in.
    /// </summary>
    private static bool IsFromHere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" => true,
        // Browsers say it to https and to this very machine; to others they say where the page is from.
        "" => request.Headers.Origin == $"{request.Scheme}://{request.Host.ToUriComponent()}",
        _ => false,
    };

    /// <summary>A form that does no more than show what is in it needs no token.</summary>
    private sealed class HarmlessForm : IAntiforgeryValidationFeature
    {
        public bool IsValid => true;

        public Exception? Error => null;
    }
}
