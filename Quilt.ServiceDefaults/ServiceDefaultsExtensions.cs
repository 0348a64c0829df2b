using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quilt.ServiceDefaults.Health;
using Quilt.ServiceDefaults.Proxies;
using Quilt.ServiceDefaults.PublicAddresses;
using Quilt.ServiceDefaults.Telemetry;

namespace Quilt.ServiceDefaults;

/// <summary>What every Quilt service does alike: configuration, telemetry, health, service discovery, resilience.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Makes the builder of one service. Content is read from beside the assemblies and never from the working
    /// directory, so that a service behaves the same under <c>dotnet run</c>, in a container and inside Standalone.
    /// </summary>
    /// <param name="serviceName">The assembly name of the service, for example <c>Quilt.Api</c>.</param>
    /// <param name="args">Command-line configuration (<c>--Key=value</c>).</param>
    /// <param name="configure">Adds settings before any are read; Standalone and tests use it.</param>
    public static WebApplicationBuilder CreateServiceBuilder(string serviceName, string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = serviceName,
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });

        configure?.Invoke(builder);

        builder.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, DiscreetLogs>();

        // Request-by-request log lines cost more than the requests they describe.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);

        // Keys lie unencrypted in the service's own database or folder, by decision: nobody need be warned at each start.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // A failed command throws to its caller, who knows whether that is an error: a missing history table is none.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);

        // It would write every address that it forwards, those of mailed links among them.
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddServiceDefaults();
        return builder;
    }

    /// <summary>Adds telemetry, health checks, service discovery, resilient HTTP clients, trusted proxies and public addresses.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddQuiltTelemetry();
        builder.AddQuiltHealth();
        builder.AddTrustedProxies();
        builder.AddPublicUrls();

        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        return builder;
    }

    /// <summary>Maps <c>/health</c> (ready to serve) and <c>/alive</c> (the process lives). Both answer one word and no detail.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapQuiltHealth();
        return app;
    }
}
