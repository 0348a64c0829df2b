namespace Quilt.ObjectStore.Protocol;

/// <summary>
/// Lets pages of any origin use presigned addresses. Nothing is given away by that: every request must be signed, and
/// browsers hold no credentials for this store.
/// </summary>
internal static class Cors
{
    public static void Allow(HttpContext context)
    {
        if (context.Request.Headers.Origin.Count > 0)
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            context.Response.Headers.AccessControlExposeHeaders = "ETag, Content-Range, Content-Length, Content-Encoding, Accept-Ranges, Last-Modified";
        }
    }

    /// <summary>Answers the question that browsers ask before a request; it is never signed.</summary>
    public static void AnswerPreflight(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, HEAD, PUT";
        headers.AccessControlMaxAge = "3600";
        if (context.Request.Headers.AccessControlRequestHeaders is { Count: > 0 } requested)
        {
            headers.AccessControlAllowHeaders = requested;
        }

        context.Response.ContentLength = 0;
    }
}
