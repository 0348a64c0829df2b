using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using Quilt.Auth.Consents;
using Quilt.Auth.OpenId;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Quilt.Auth.Pages;

/// <summary>
/// Where a page's form may lead besides this service. Browsers hold <c>form-action</c> also against the redirects that
/// follow a form, and signing in or consenting may lead on to an application: to the registered address that it named.
/// </summary>
internal static class FormTargets
{
    /// <summary>What to add to <c>form-action</c>; empty for most pages.</summary>
    public static async ValueTask<string> OfAsync(HttpContext context)
    {
        if (RequestIn(context.Request) is not { } query
            || Single(query, Parameters.ClientId) is not { } clientId
            || Single(query, Parameters.RedirectUri) is not { } redirectUri)
        {
            return "";
        }

        var applications = context.RequestServices.GetRequiredService<IOpenIddictApplicationManager>();
        return !KnownClients.IsOurs(clientId)
            && await applications.FindByClientIdAsync(clientId, context.RequestAborted) is { } application
            && await applications.ValidateRedirectUriAsync(application, redirectUri, context.RequestAborted)
            && Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri)
                ? " " + Source(uri)
                : "";
    }

    /// <summary>A policy cannot name an IPv6 address, nor the host of a scheme of its own.</summary>
    private static string Source(Uri uri) =>
        uri.Scheme is "http" or "https" && uri.HostNameType != UriHostNameType.IPv6 ? uri.GetLeftPart(UriPartial.Authority) : uri.Scheme + ":";

    /// <summary>The authorization request that this page belongs to.</summary>
    private static Dictionary<string, Microsoft.Extensions.Primitives.StringValues>? RequestIn(HttpRequest request)
    {
        if (request.Path == ConsentGate.PagePath)
        {
            return QueryHelpers.ParseQuery(request.QueryString.Value);
        }

        var address = request.Query["returnUrl"].ToString();
        return address.StartsWith(request.PathBase + OpenIdSetup.AuthorizePath + "?", StringComparison.Ordinal)
            ? QueryHelpers.ParseQuery(address[address.IndexOf('?', StringComparison.Ordinal)..])
            : null;
    }

    private static string? Single(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query, string name) =>
        query.TryGetValue(name, out var values) && values is [{ Length: > 0 } value] ? value : null;
}
