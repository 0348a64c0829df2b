namespace Quilt.AppHost;

/// <summary>What the three services have in common.</summary>
internal static class ServiceExtensions
{
    /// <summary>
    /// Adds a service that people and clients reach. Its port is fixed on a developer's machine only: a published
    /// stack listens where its platform wants, and azd refuses http on any port but 80.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(this IDistributedApplicationBuilder builder, string name, int port)
        where TProject : IProjectMetadata, new()
    {
        var running = builder.ExecutionContext.IsRunMode;

        // The launch profile makes a local run "Development". A published service has none: it would bring an https binding.
        return builder.AddProject<TProject>(name, launchProfileName: running ? "http" : null)
            .WithHttpEndpoint(port: running ? port : null)
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/health");
    }

    /// <summary>
    /// Tells a service under which addresses people reach all of them, for links and redirects that outlive a request.
    /// A published stack gets its addresses from its deployment.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithPublicUrls(
        this IResourceBuilder<ProjectResource> service,
        IResourceBuilder<ProjectResource> registry,
        IResourceBuilder<ProjectResource> auth,
        IResourceBuilder<ProjectResource> catalog,
        IResourceBuilder<ContainerResource> objects)
    {
        if (service.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return service;
        }

        return service
            .WithEnvironment("Quilt__PublicUrls__Registry", registry.GetEndpoint("http"))
            .WithEnvironment("Quilt__PublicUrls__Auth", auth.GetEndpoint("http"))
            .WithEnvironment("Quilt__PublicUrls__Catalog", catalog.GetEndpoint("http"))
            .WithEnvironment("Quilt__PublicUrls__Objects", objects.GetEndpoint("http"));
    }

    /// <summary>The first account: admin with the well-known password on a developer's machine, with one that must be given elsewhere.</summary>
    public static IResourceBuilder<ProjectResource> WithFirstAdmin(this IResourceBuilder<ProjectResource> auth)
    {
        auth.WithEnvironment("Quilt__Admin__UserName", "admin");

        var builder = auth.ApplicationBuilder;
        return builder.ExecutionContext.IsRunMode
            ? auth.WithEnvironment("Quilt__Admin__Password", "quilt").WithEnvironment("Quilt__Admin__IsDefaultPassword", "true")
            : auth.WithEnvironment("Quilt__Admin__Password", builder.AddParameter("admin-password", secret: true));
    }
}
