using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication;

namespace Quilt.Catalog.SignIn;

/// <summary>
/// Calls the registry for the person whose request is being answered: with their access token, and saying under which
/// host they came, so that the addresses in the registry's answers are good for their browser.
/// </summary>
internal sealed class BearerHandler(IHttpContextAccessor contexts) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (contexts.HttpContext is { } context)
        {
            if (await context.GetTokenAsync("access_token") is { Length: > 0 } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            if (context.Request.Host.HasValue)
            {
                request.Headers.TryAddWithoutValidation("X-Forwarded-Host", context.Request.Host.ToUriComponent());
                request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", context.Request.Scheme);
            }

            if (context.Connection.RemoteIpAddress is { } address)
            {
                request.Headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
            }
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
