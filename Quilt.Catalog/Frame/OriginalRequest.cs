using Microsoft.AspNetCore.Diagnostics;

namespace Quilt.Catalog.Frame;

/// <summary>What the browser asked for, also while an error page is rendered in its place.</summary>
internal static class OriginalRequest
{
    /// <summary>The path and query in the browser's address bar.</summary>
    public static string PathOf(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerPathFeature>() is { } failed)
        {
            return failed.Path + context.Request.QueryString;
        }

        return context.Features.Get<IStatusCodeReExecuteFeature>() is { } refused
            ? refused.OriginalPathBase + refused.OriginalPath + refused.OriginalQueryString
            : context.Request.PathBase + context.Request.Path + context.Request.QueryString;
    }
}
