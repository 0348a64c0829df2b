using Quilt.ServiceDefaults;

namespace Quilt.Auth;

/// <summary>The one entry to this service, for its own <c>Program.cs</c> and for Standalone.</summary>
public static class AuthApplication
{
    /// <summary>Builds the service, ready to run.</summary>
    /// <param name="args">Command-line configuration.</param>
    /// <param name="configure">Adds settings before any are read; Standalone and tests use it.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceDefaultsExtensions.CreateServiceBuilder("Quilt.Auth", args, configure);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.MapDefaultEndpoints();
        return app;
    }
}
