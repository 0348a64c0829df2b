using Quilt.Stack;

namespace Quilt.AppHost;

/// <summary>Under which addresses people find the stack, for links and redirects that outlive a request, and for presigned addresses.</summary>
internal sealed partial class Platform
{
    /// <summary>Tells every service all public addresses.</summary>
    public void HandOverPublicAddresses(
        IResourceBuilder<ProjectResource> registry, IResourceBuilder<ProjectResource> auth, IResourceBuilder<ProjectResource> catalog, ObjectStore objects)
    {
        (string Variable, ReferenceExpression Address)[] addresses =
        [
            (ServiceVariables.PublicRegistry, Expose("Registry", registry, 5000)),
            (ServiceVariables.PublicAuth, Expose("Auth", auth, 5002)),
            (ServiceVariables.PublicCatalog, Expose("Catalog", catalog, 3000)),
            (ServiceVariables.PublicObjects, objects.Container is { } container ? Expose("Objects", container, 5001) : objects.Endpoint),
        ];
        foreach (var service in _services)
        {
            foreach (var (variable, address) in addresses)
            {
                service.WithEnvironment(variable, address);
            }
        }
    }

    /// <summary>Makes a service reachable for people in the platform's way, and tells under which address it is.</summary>
    private ReferenceExpression Expose<T>(string name, IResourceBuilder<T> service, int port)
        where T : IComputeResource, IResourceWithEndpoints
    {
        var endpoint = service.GetEndpoint("http");
        if (IsAzure)
        {
            return ScaleInAzure(name.ToLowerInvariant(), service) is { } domain
                ? ReferenceExpression.Create($"https://{domain}")
                : ReferenceExpression.Create($"{endpoint}");
        }

        if (IsHere)
        {
            return ReferenceExpression.Create($"{endpoint}");
        }

        // Neither Compose nor a cluster knows by what name the world calls it.
        if (!settings.PublicUrls.TryGetValue(name, out var url))
        {
            return ReferenceExpression.Create($"http://localhost:{port.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        }

        AddIngress(name.ToLowerInvariant(), url, endpoint);
        return ReferenceExpression.Create($"{url.AbsoluteUri.TrimEnd('/')}");
    }

    /// <summary>How many replicas Azure runs, and under which name of one's own; that name's parameter is the answer.</summary>
    private IResourceBuilder<ParameterResource>? ScaleInAzure<T>(string name, IResourceBuilder<T> service)
        where T : IComputeResource
    {
        var domain = settings.CustomDomains ? builder.AddChoice($"{name}-domain") : null;
        var certificate = settings.CustomDomains ? builder.AddChoice($"{name}-certificate", "") : null;
        switch (service)
        {
            case IResourceBuilder<ProjectResource> project:
                project.PublishAsAzureContainerApp((_, app) =>
                {
                    app.Template.Scale.MinReplicas = settings.MinReplicas;
                    app.Template.Scale.MaxReplicas = settings.MaxReplicas;
                    AzureDomains.Bind(app, domain, certificate);
                });
                break;
            case IResourceBuilder<ContainerResource> container:
                container.PublishAsAzureContainerApp((_, app) =>
                {
                    // One folder, one process.
                    app.Template.Scale.MinReplicas = 1;
                    app.Template.Scale.MaxReplicas = 1;
                    AzureDomains.Bind(app, domain, certificate);
                });
                break;
        }

        return domain;
    }

    /// <summary>Leads a public name into the cluster.</summary>
    private void AddIngress(string name, Uri url, EndpointReference endpoint)
    {
        if (Cluster is not { } cluster)
        {
            return;
        }

        var ingress = cluster.AddIngress($"{name}-ingress").WithHostname(url.Host).WithPath(url.Host, "/", endpoint);
        if (settings.TlsSecret is { } secret)
        {
            ingress.WithTls(secret);
        }
    }
}
