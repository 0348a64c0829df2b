using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Quilt.ServiceDefaults.Proxies;

/// <summary>Which reverse proxies may say, in <c>X-Forwarded-*</c>, where a request came from.</summary>
internal static class ProxyExtensions
{
    private const string Key = "Quilt:TrustedProxies";

    /// <summary>
    /// Trusts loopback, and the addresses or networks (CIDR) listed in <c>Quilt:TrustedProxies</c>. The single entry
    /// <c>*</c> trusts any sender, and takes the last entry only: right where nothing but one ingress can reach the service.
    /// </summary>
    public static void AddTrustedProxies(this IHostApplicationBuilder builder)
    {
        var entries = builder.Configuration.GetSection(Key).Get<string[]>() ?? [];
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            if (entries is ["*"])
            {
                options.KnownProxies.Clear();
                options.KnownIPNetworks.Clear();
                return;
            }

            // Each proxy on the way adds an entry at the end: read backwards as long as trusted ones speak. What comes before
            // the first stranger is that stranger's invention.
            options.ForwardLimit = null;
            foreach (var entry in entries)
            {
                if (IPAddress.TryParse(entry, out var address))
                {
                    options.KnownProxies.Add(address);
                }
                else if (System.Net.IPNetwork.TryParse(entry, out var network))
                {
                    options.KnownIPNetworks.Add(network);
                }
                else
                {
                    throw new InvalidOperationException($"{Key} holds '{entry}'. Allowed are IP addresses, networks such as 10.0.0.0/8, or a single '*'.");
                }
            }
        });
    }
}
