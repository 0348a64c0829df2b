using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Quilt.ServiceDefaults.PublicAddresses;

/// <summary>Settings <c>Quilt:PublicUrls:*</c> (absolute http or https addresses) and <c>Quilt:Ports:*</c>.</summary>
public sealed class PublicUrlsOptions
{
    private readonly Dictionary<QuiltService, string> _urls = [];
    private readonly Dictionary<QuiltService, int> _ports = new()
    {
        [QuiltService.Registry] = 5000,
        [QuiltService.Objects] = 5001,
        [QuiltService.Auth] = 5002,
        [QuiltService.Catalog] = 3000,
    };

    /// <summary>The configured address of a service without a trailing slash, or null.</summary>
    public string? Configured(QuiltService service) => _urls.GetValueOrDefault(service);

    /// <summary>The public port of a service.</summary>
    public int Port(QuiltService service) => _ports[service];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">An address or port is malformed; the message names the key.</exception>
    internal void Read(IConfiguration configuration)
    {
        foreach (var service in Enum.GetValues<QuiltService>())
        {
            var urlKey = $"Quilt:PublicUrls:{service}";
            if (configuration[urlKey] is { Length: > 0 } url)
            {
                if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0)
                {
                    throw new InvalidOperationException($"{urlKey} is '{url}'. It must be an absolute http or https address, such as https://quilt.example.com.");
                }

                _urls[service] = uri.AbsoluteUri.TrimEnd('/');
            }

            var portKey = $"Quilt:Ports:{service}";
            if (configuration[portKey] is { Length: > 0 } text)
            {
                if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
                {
                    throw new InvalidOperationException($"{portKey} is '{text}'. It must be a port number from 1 to 65535.");
                }

                _ports[service] = port;
            }
        }
    }
}
