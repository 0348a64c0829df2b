using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Quilt.ServiceDefaults;

namespace Quilt.Tests.ServiceDefaults;

/// <summary>From where a request came, when proxies stand between: their word counts, a stranger's does not.</summary>
public sealed class ProxyTests
{
    [Theory]
    // Somebody calls directly, whatever they claim.
    [InlineData("203.0.113.9", null, "203.0.113.9")]
    [InlineData("203.0.113.9", "192.0.2.1", "203.0.113.9")]
    // Through the platform's ingress.
    [InlineData("10.0.0.2", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.2", "192.0.2.1, 203.0.113.9", "203.0.113.9")]
    // Through the ingress, the registry and the ingress again: as sign-in is called.
    [InlineData("10.0.0.2", "203.0.113.9, 10.0.0.7", "203.0.113.9")]
    [InlineData("10.0.0.2", "192.0.2.1, 203.0.113.9, 10.0.0.7", "203.0.113.9")]
    [InlineData("10.0.0.2", "not an address, 203.0.113.9", "203.0.113.9")]
    // On one machine.
    [InlineData("127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("::1", "2001:db8::1", "2001:db8::1")]
    public async Task The_last_address_that_no_trusted_proxy_has_is_the_callers(string peer, string? header, string expected) =>
        Assert.Equal(IPAddress.Parse(expected), await CallerAsync(peer, header, "10.0.0.0/8"));

    [Fact]
    public async Task With_a_star_the_last_entry_counts_and_no_other() =>
        Assert.Equal(IPAddress.Parse("203.0.113.9"), await CallerAsync("198.51.100.1", "192.0.2.1, 203.0.113.9", "*"));

    [Fact]
    public void A_wrong_entry_stops_the_start_with_a_sentence()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => OptionsOf("the ingress"));

        Assert.Contains("Quilt:TrustedProxies", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<IPAddress?> CallerAsync(string peer, string? header, string trusted)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        context.Request.Headers["X-Forwarded-For"] = header;
        await new ForwardedHeadersMiddleware(_ => Task.CompletedTask, NullLoggerFactory.Instance, OptionsOf(trusted)).Invoke(context);
        return context.Connection.RemoteIpAddress;
    }

    private static IOptions<ForwardedHeadersOptions> OptionsOf(string trusted)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Quilt:TrustedProxies:0", (string?)trusted)]);
        builder.AddServiceDefaults();
        var options = builder.Build().Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>();
        _ = options.Value;
        return options;
    }
}
