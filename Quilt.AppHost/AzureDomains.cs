using Azure.Provisioning.AppContainers;

namespace Quilt.AppHost;

internal static class AzureDomains
{
    /// <summary>Gives an app a name of one's own, where there is one.</summary>
    public static void Bind(ContainerApp app, IResourceBuilder<ParameterResource>? domain, IResourceBuilder<ParameterResource>? certificate)
    {
        if (domain is not null && certificate is not null)
        {
            app.ConfigureCustomDomain(domain, certificate);
        }
    }
}
