using Quilt.ServiceDefaults;

namespace Quilt.ObjectStore;

/// <summary>The one entry to this service, for its own <c>Program.cs</c> and for Standalone.</summary>
public static class ObjectStoreApplication
{
    /// <summary>Builds the service, ready to run.</summary>
    /// <param name="args">Command-line configuration.</param>
    /// <param name="configure">Adds settings before any are read; Standalone and tests use it.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceDefaultsExtensions.CreateServiceBuilder("Quilt.ObjectStore", args, configure);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.MapDefaultEndpoints();
        return app;
    }
}
