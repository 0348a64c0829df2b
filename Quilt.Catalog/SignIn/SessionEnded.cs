using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Quilt.Catalog.Frame;
using Quilt.Client;

namespace Quilt.Catalog.SignIn;

/// <summary>
/// When the registry refuses a session's token, the session is over here too: the person is told and may sign in again.
/// An anonymous visitor of a registry that serves members only is sent to sign in.
/// </summary>
internal sealed class SessionEnded : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not RegistryException { Status: HttpStatusCode.Unauthorized })
        {
            return false;
        }

        var next = Uri.EscapeDataString(OriginalRequest.PathOf(httpContext));
        if (httpContext.User.Identity?.IsAuthenticated == true)
        {
            await httpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            httpContext.Response.Redirect($"/signin/ended?next={next}");
        }
        else
        {
            httpContext.Response.Redirect($"/signin?next={next}");
        }

        return true;
    }
}
