using Microsoft.Extensions.Options;
using Quilt.Catalog.Readmes;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Catalog.Frame;

/// <summary>Tells browsers how little these pages need, so that a hole in one cannot be used.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var urls = app.Services.GetRequiredService<PublicUrls>();
        var externalImages = app.Services.GetRequiredService<IOptions<MarkupOptions>>().Value.ImageSources;
        app.Use((context, next) =>
        {
            // Set when the answer starts: the error pages begin with a clean set of headers.
            context.Response.OnStarting(() =>
            {
                Set(context, urls, externalImages);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Set(HttpContext context, PublicUrls urls, string externalImages)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) != true)
        {
            return;
        }

        var objects = Origin(urls.For(context.Request, QuiltService.Objects));

        // Signing out leads through the sign-in service and back to the catalog's public address.
        var auth = Origin(urls.For(context.Request, QuiltService.Auth));
        var catalog = Origin(urls.For(context.Request, QuiltService.Catalog));
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: {objects}{externalImages}; connect-src 'self'; " +
            $"form-action 'self' {auth} {catalog}; base-uri 'none'; frame-ancestors 'none'";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";

        // What a signed-in person saw must not come back with the browser's back button after signing out.
        headers.CacheControl = context.User.Identity?.IsAuthenticated == true ? "no-store" : "private, no-cache";
    }

    private static string Origin(string url) => new Uri(url).GetLeftPart(UriPartial.Authority);
}
