using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Quilt.ServiceDefaults.PublicAddresses;

/// <summary>The addresses under which people and clients reach the services.</summary>
public sealed class PublicUrls(IOptions<PublicUrlsOptions> options)
{
    private readonly PublicUrlsOptions _options = options.Value;

    /// <summary>
    /// The address of <paramref name="service"/> without a trailing slash, for an answer to <paramref name="request"/>:
    /// the configured one, else the host that the request came to with the service's own port.
    /// Never keep the result longer than the request: the host is the caller's word.
    /// </summary>
    public string For(HttpRequest request, QuiltService service)
    {
        if (_options.Configured(service) is { } configured)
        {
            return configured;
        }

        var host = request.Host.Host;
        return host.Length == 0
            ? Lasting(service)
            : $"{request.Scheme}://{host}:{_options.Port(service)}";
    }

    /// <summary>
    /// The address of <paramref name="service"/> without a trailing slash, for what outlives a request (links in mails,
    /// issuer and redirect addresses): the configured one, else the local one bound at start.
    /// </summary>
    public string Lasting(QuiltService service) =>
        _options.Configured(service) ?? $"http://localhost:{_options.Port(service)}";
}
