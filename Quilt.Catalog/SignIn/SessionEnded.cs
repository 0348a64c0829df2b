using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Quilt.Catalog.Failures;
using Quilt.Catalog.Frame;

namespace Quilt.Catalog.SignIn;

/// <summary>
/// When the registry refuses a session's token, the session is over here too: the person is told and may sign in again.
/// A form that they sent does nothing, and what they wrote is kept.
/// An anonymous visitor of a registry that serves members only is sent to sign in.
/// </summary>
internal sealed class SessionEnded : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!RegistryFailure.IsSessionOver(exception))
        {
            return false;
        }

        var path = OriginalRequest.PathOf(httpContext);
        if (httpContext.User.Identity?.IsAuthenticated != true)
        {
            httpContext.Response.Redirect($"/signin?next={Uri.EscapeDataString(path)}");
            return true;
        }

        await httpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (!HttpMethods.IsPost(httpContext.Request.Method))
        {
            httpContext.Response.Redirect(SessionEndedPage.AddressOf(path));
            return true;
        }

        var form = await UnsentForm.KeepAsync(httpContext, path.Split('?')[0]);
        if (!form.IsToBeShown)
        {
            httpContext.Response.Redirect(form.SessionEnded);
        }

        // What was written would be lost: the failure page shows it.
        return !form.IsToBeShown;
    }
}
