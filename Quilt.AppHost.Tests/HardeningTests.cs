using Aspire.Hosting.Docker;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using ComposeService = Aspire.Hosting.Docker.Resources.ComposeNodes.Service;

namespace Quilt.AppHost.Tests;

/// <summary>What our containers may do where they are published to.</summary>
public sealed class HardeningTests
{
    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    public async Task With_Compose_a_service_writes_to_memory_only_and_comes_back_after_a_restart(string name)
    {
        var model = await Model.ForPublishAsync("--Quilt:Target=Compose");
        var service = new ComposeService { Name = name };

        foreach (var customization in model[name].Annotations.OfType<DockerComposeServiceCustomizationAnnotation>())
        {
            customization.Configure(null!, service);
        }

        Assert.True(service.ReadOnly);
        Assert.Equal(["/tmp"], service.Tmpfs);
        Assert.Equal(["ALL"], service.CapDrop);
        Assert.Equal(["no-new-privileges:true"], service.SecurityOpt);
        Assert.Equal("unless-stopped", service.Restart);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    [InlineData("objects")]
    public async Task With_Compose_what_holds_data_comes_back_after_a_restart(string name)
    {
        var model = await Model.ForPublishAsync("--Quilt:Target=Compose");
        var service = new ComposeService { Name = name };

        Assert.Single(model[name].Annotations.OfType<DockerComposeServiceCustomizationAnnotation>()).Configure(null!, service);

        Assert.Equal("unless-stopped", service.Restart);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    public async Task In_Kubernetes_a_service_is_unprivileged_and_writes_to_an_empty_volume_only(string name)
    {
        var model = await Model.ForPublishAsync("--Quilt:Target=Kubernetes");
        var deployment = new Deployment();
        var container = new ContainerV1 { LivenessProbe = new() { HttpGet = new() { Scheme = "http" } } };
        deployment.Spec.Template.Spec.Containers.Add(container);

        Customize(model, name, deployment);

        var pod = deployment.Spec.Template.Spec;
        Assert.True(pod.SecurityContext?.RunAsNonRoot);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(container.SecurityContext?.ReadOnlyRootFilesystem);
        Assert.False(container.SecurityContext?.AllowPrivilegeEscalation);
        Assert.Equal("/tmp", Assert.Single(container.VolumeMounts).MountPath);
        Assert.NotNull(Assert.Single(pod.Volumes).EmptyDir);
        Assert.Equal("HTTP", container.LivenessProbe.HttpGet.Scheme);
    }

    [Fact]
    public async Task In_Kubernetes_the_object_store_is_replaced_in_place()
    {
        var model = await Model.ForPublishAsync("--Quilt:Target=Kubernetes");
        var deployment = new Deployment();

        Customize(model, "objects", deployment);

        Assert.Equal("Recreate", deployment.Spec.Strategy.Type);
        Assert.Null(deployment.Spec.Strategy.RollingUpdate);
    }

    private static void Customize(Model model, string name, Deployment deployment)
    {
        var environment = model.All.OfType<KubernetesEnvironmentResource>().Single();
        var resource = new KubernetesResource(name, model[name], environment) { Workload = deployment };
        Assert.Single(model[name].Annotations.OfType<KubernetesServiceCustomizationAnnotation>()).Configure(resource);
    }
}
