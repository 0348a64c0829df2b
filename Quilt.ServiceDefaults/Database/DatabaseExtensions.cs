using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Quilt.ServiceDefaults.Database;

/// <summary>
/// Wires a service to its Postgres database with the same configuration keys, health-check name, retries and telemetry
/// names as <c>Aspire.Npgsql.EntityFrameworkCore.PostgreSQL</c>.
/// </summary>
public static class DatabaseExtensions
{
    private const string Section = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    /// <summary>
    /// Adds <typeparamref name="TContext"/> as a pooled context factory and scoped context, and one
    /// <see cref="NpgsqlDataSource"/> that hand-written SQL shares with it.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="connectionName">The name under <c>ConnectionStrings</c>.</param>
    /// <exception cref="InvalidOperationException">No connection string is configured.</exception>
    public static void AddQuiltDatabase<TContext>(this IHostApplicationBuilder builder, string connectionName)
        where TContext : DbContext
    {
        var settings = new DatabaseSettings();
        builder.Configuration.GetSection(Section).Bind(settings);
        builder.Configuration.GetSection($"{Section}:{connectionName}").Bind(settings);
        builder.Configuration.GetSection($"{Section}:{typeof(TContext).Name}").Bind(settings);

        builder.Services.AddSingleton(provider =>
        {
            var connectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
            if (string.IsNullOrWhiteSpace(connectionString))
            {
                throw new InvalidOperationException($"ConnectionStrings:{connectionName} is not set. Give the Postgres connection string of this service, such as Host=localhost;Database={connectionName};Username=quilt;Password=….");
            }

            var source = new NpgsqlDataSourceBuilder(connectionString) { Name = connectionName };
            if (source.ConnectionStringBuilder.MaxAutoPrepare == 0)
            {
                // The services run few statements very often; planning them each time costs more than running them.
                source.ConnectionStringBuilder.MaxAutoPrepare = 100;
                source.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
            }

            source.UseLoggerFactory(provider.GetService<Microsoft.Extensions.Logging.ILoggerFactory>());
            return source.Build();
        });

        builder.Services.AddPooledDbContextFactory<TContext>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql =>
            {
                if (!settings.DisableRetry)
                {
                    npgsql.EnableRetryOnFailure();
                }

                if (settings.CommandTimeout is { } seconds)
                {
                    npgsql.CommandTimeout(seconds);
                }
            }));
        builder.Services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());

        if (!settings.DisableTracing)
        {
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddNpgsql());
        }

        if (!settings.DisableMetrics)
        {
            builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter("Npgsql"));
        }

        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                typeof(TContext).Name,
                provider => new DatabaseHealthCheck(provider.GetRequiredService<NpgsqlDataSource>()),
                failureStatus: null,
                tags: null));
        }
    }
}
