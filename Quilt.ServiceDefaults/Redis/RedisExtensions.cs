using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Quilt.ServiceDefaults.Redis;

/// <summary>Wires a service to Redis with the configuration keys and names of <c>Aspire.StackExchange.Redis</c>.</summary>
public static class RedisExtensions
{
    private const string Section = "Aspire:StackExchange:Redis";

    /// <summary>
    /// Adds a singleton <see cref="IConnectionMultiplexer"/> when <c>ConnectionStrings:{name}</c> is set. Redis may be
    /// away at start and at any time after: the multiplexer connects when it can.
    /// </summary>
    /// <returns>Whether Redis is configured. Every feature must work without it on a single machine.</returns>
    public static bool AddQuiltRedis(this IHostApplicationBuilder builder, string name = "redis")
    {
        var settings = new RedisSettings();
        builder.Configuration.GetSection(Section).Bind(settings);
        builder.Configuration.GetSection($"{Section}:{name}").Bind(settings);
        var connectionString = builder.Configuration.GetConnectionString(name) ?? settings.ConnectionString;
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return false;
        }

        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));

        if (settings.DisableHealthChecks)
        {
            return true;
        }

        // Losing Redis costs speed, never correctness, so it degrades the service instead of failing it.
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "StackExchange.Redis",
            provider => new RedisHealthCheck(provider.GetRequiredService<IConnectionMultiplexer>()),
            HealthStatus.Degraded,
            tags: null));
        return true;
    }
}
