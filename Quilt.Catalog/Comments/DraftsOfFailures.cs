using Microsoft.AspNetCore.Diagnostics;
using Quilt.Catalog.Frame;
using Quilt.Catalog.SignIn;

namespace Quilt.Catalog.Comments;

/// <summary>Whatever kept a comment from being sent, what was written is kept; the page of the failure leads back to it.</summary>
internal sealed class DraftsOfFailures : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsPost(httpContext.Request.Method) && httpContext.Features.Get<UnsentForm>() is null)
        {
            await UnsentForm.KeepAsync(httpContext, OriginalRequest.PathOf(httpContext).Split('?')[0]);
        }

        return false;
    }
}
