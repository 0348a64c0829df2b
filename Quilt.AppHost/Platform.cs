using Aspire.Hosting.Kubernetes;
using Quilt.Stack;

namespace Quilt.AppHost;

/// <summary>Where the stack runs: on this machine, or on the one platform that it is published for.</summary>
internal sealed partial class Platform(IDistributedApplicationBuilder builder, StackSettings settings)
{
    private readonly List<IResourceBuilder<ProjectResource>> _services = [];

    private bool IsHere => builder.ExecutionContext.IsRunMode;

    private bool IsAzure => !IsHere && settings.Target == StackTarget.Azure;

    private bool IsCompose => !IsHere && settings.Target == StackTarget.Compose;

    private bool IsKubernetes => !IsHere && settings.Target == StackTarget.Kubernetes;

    /// <summary>The cluster, where the stack is published for one.</summary>
    private IResourceBuilder<KubernetesEnvironmentResource>? Cluster { get; set; }

    /// <summary>Adds the environment that runs the published stack. There is one at a time.</summary>
    public void AddEnvironment()
    {
        if (IsAzure)
        {
            builder.AddAzureContainerAppEnvironment("quilt");
        }
        else if (IsCompose)
        {
            builder.AddDockerComposeEnvironment("quilt");
        }
        else if (IsKubernetes)
        {
            Cluster = builder.AddKubernetesEnvironment("quilt").WithProperties(cluster => cluster.DefaultStorageType = "pvc");
        }
    }

    /// <summary>
    /// Adds a service that people and clients reach. Its port is fixed on a developer's machine and with Compose only:
    /// other platforms listen where they want, and azd refuses http on any port but 80.
    /// </summary>
    public IResourceBuilder<ProjectResource> AddService<TProject>(string name, int port, string title)
        where TProject : IProjectMetadata, new()
    {
        // The launch profile makes a local run "Development". A published service has none: it would bring an https binding.
        var service = builder.AddProject<TProject>(name, launchProfileName: IsHere ? "http" : null)
            .WithHttpEndpoint(port: IsHere || IsCompose ? port : null)
            .WithExternalHttpEndpoints()
            // It listens once its database is migrated, and until then there is nothing to ask. Azure takes no more than these.
            .WithHttpProbe(ProbeType.Liveness, "/alive", initialDelaySeconds: 60, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 10)
            .WithHttpProbe(ProbeType.Readiness, "/health", timeoutSeconds: 5)
            .WithUrlForEndpoint("http", url => url.DisplayText = title)
            // Just what it needs: no host names and passwords beside the connection strings that hold them.
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery)
            // With Aspire's own switch a service would believe every sender's X-Forwarded-For.
            .DisableForwardedHeaders();
        if (!IsHere)
        {
            foreach (var (index, proxy) in settings.TrustedProxies.Index())
            {
                service.WithEnvironment(ServiceVariables.TrustedProxy(index), proxy);
            }
        }

        _services.Add(service);
        return HardenContainer(service);
    }

    /// <summary>Hands the optional settings over that somebody gave; of the others there is no trace.</summary>
    public void HandOverOptionalSettings(IResourceBuilder<ProjectResource> auth, IResourceBuilder<ProjectResource> api)
    {
        foreach (var setting in settings.Optional)
        {
            var parameter = setting.IsSecret ? builder.AddParameter(setting.Parameter, secret: true) : builder.AddChoice(setting.Parameter);
            auth.WithEnvironment(setting.Variable, parameter);
            if (setting.ForApi)
            {
                api.WithEnvironment(setting.Variable, parameter);
            }
        }
    }

    /// <summary>A container of the stack's own needs nothing but its settings and a folder for what is temporary.</summary>
    private IResourceBuilder<ProjectResource> HardenContainer(IResourceBuilder<ProjectResource> service)
    {
        if (IsCompose)
        {
            service.PublishAsDockerComposeService((_, container) =>
            {
                container.ReadOnly = true;
                container.Tmpfs.Add("/tmp");
                container.CapDrop.Add("ALL");
                container.SecurityOpt.Add("no-new-privileges:true");
                container.Restart = "unless-stopped";
            });
        }
        else if (IsKubernetes)
        {
            service.PublishAsKubernetesService(KubernetesHardening.Apply);
        }

        return service;
    }
}
