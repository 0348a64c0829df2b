using Microsoft.Extensions.Configuration.Memory;
using Quilt.Api;
using Quilt.Auth;
using Quilt.Catalog;
using Quilt.ObjectStore;
using Quilt.ServiceDefaults.PublicAddresses;
using Quilt.Standalone.Options;
using Quilt.Standalone.Terminal;

namespace Quilt.Standalone.Hosting;

/// <summary>The four services: started in the order in which they need each other, stopped in reverse.</summary>
internal sealed class ServiceGroup(StandaloneOptions options, ServiceConfiguration configuration, RollingFile log, Narrator narrator) : IAsyncDisposable
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(30);

    // The services have no settings files here, so nothing needs to watch for changes of them.
    private static readonly string[] Arguments = ["--hostBuilder:reloadConfigOnChange=false"];

    private static readonly (QuiltService Service, string Name, Func<string[], Action<WebApplicationBuilder>?, WebApplication> Build)[] InOrder =
    [
        (QuiltService.Objects, "object store", ObjectStoreApplication.Build),
        (QuiltService.Auth, "sign-in", AuthApplication.Build),
        (QuiltService.Registry, "registry", ApiApplication.Build),
        (QuiltService.Catalog, "catalog", CatalogApplication.Build),
    ];

    private readonly Stack<WebApplication> _started = [];

    /// <summary>Starts all of them.</summary>
    /// <exception cref="StartRefusedException">One does not start; those before it are still running.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = configuration.Fixed();
        foreach (var (service, name, build) in InOrder)
        {
            try
            {
                var app = build(Arguments, builder => Configure(builder, name, service, settings));
                _started.Push(app);
                await narrator.WhileAsync($"Starting the {name} …", StartAsync(app, cancellationToken));
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Whatever it was: a person gets one sentence, the file the rest.
                log.Write($"The {name} did not start:{Environment.NewLine}{exception}");
                throw new StartRefusedException($"The {name} did not start: {exception.GetBaseException().Message.ReplaceLineEndings(" ")} (The logs folder of the data folder has more.)", exception);
            }
        }
    }

    /// <summary>Stops them in reverse, letting requests finish unless <paramref name="hurry"/> is cancelled.</summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        while (_started.TryPop(out var app))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(hurry);
            patience.CancelAfter(DrainPatience);
            try
            {
                await app.StopAsync(patience.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                narrator.Warn("Some requests were cut off.");
            }
            finally
            {
                await app.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static async Task<bool> StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await app.StartAsync(cancellationToken);
        return true;
    }

    private void Configure(WebApplicationBuilder builder, string name, QuiltService service, Dictionary<string, string?> settings)
    {
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        sources.Insert(0, new MemoryConfigurationSource { InitialData = ServiceConfiguration.Defaults });
        builder.Configuration.AddInMemoryCollection(settings);

        builder.WebHost.UseUrls(options.Bind.Urls(options.Ports[service]));
        builder.Services.AddSingleton<IHostLifetime, HeldLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainPatience);

        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new LogProvider(name, log, narrator, TimeProvider.System));
    }
}
