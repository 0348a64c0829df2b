namespace Quilt.AppHost;

/// <summary>The registry without containers: one process with its own database and object store.</summary>
internal static class StandaloneExtensions
{
    /// <summary>Adds Quilt.Standalone. It binds its ports itself, so Aspire's proxy stays out of the way.</summary>
    public static IResourceBuilder<ProjectResource> AddStandalone(this IDistributedApplicationBuilder builder) =>
        builder.AddProject<Projects.Quilt_Standalone>("quilt", launchProfileName: "http")
            .WithHttpEndpoint(port: 5000, name: "registry", env: "Quilt__Ports__Registry", isProxied: false)
            .WithHttpEndpoint(port: 5001, name: "objects", env: "Quilt__Ports__Objects", isProxied: false)
            .WithHttpEndpoint(port: 5002, name: "auth", env: "Quilt__Ports__Auth", isProxied: false)
            .WithHttpEndpoint(port: 3000, name: "catalog", env: "Quilt__Ports__Catalog", isProxied: false)
            .WithHttpHealthCheck("/health", endpointName: "registry")
            .WithUrlForEndpoint("registry", url => url.DisplayText = "Registry")
            .WithUrlForEndpoint("objects", url => url.DisplayText = "Object store (S3)")
            .WithUrlForEndpoint("auth", url => url.DisplayText = "Sign-in")
            .WithUrlForEndpoint("catalog", url => url.DisplayText = "Web catalog")
            .DisableForwardedHeaders();
}
