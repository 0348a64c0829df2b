using Quilt.Auth.OpenId;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Auth.Pages;

/// <summary>What browsers are told about every page: no foreign content, no framing, no keeping.</summary>
internal static class PageHeaders
{
    public static void UsePageHeaders(this IApplicationBuilder app)
    {
        var publicUrls = app.ApplicationServices.GetRequiredService<PublicUrls>();
        var redirects = app.ApplicationServices.GetRequiredService<KnownClients>().CatalogRedirectUris;

        // Browsers hold form-action also against the redirects that follow a form, and signing in may lead on to the catalog.
        // A policy cannot name an IPv6 address: browsers complain of it on every page and ignore it.
        var origins = redirects.Append(new Uri(publicUrls.Lasting(QuiltService.Catalog))).Where(uri => uri.HostNameType != UriHostNameType.IPv6).Select(uri => uri.GetLeftPart(UriPartial.Authority)).Distinct();
        var start = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
            + $"form-action 'self' {string.Join(' ', origins)}";

        app.Use(async (context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = $"{start}{await FormTargets.OfAsync(context)}; frame-ancestors 'none'; base-uri 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-cache, no-store";
            await next(context);
        });
    }
}
