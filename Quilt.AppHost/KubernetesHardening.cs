using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace Quilt.AppHost;

/// <summary>What a pod of one of our services may do in a cluster: next to nothing.</summary>
internal static class KubernetesHardening
{
    private const string TemporaryFiles = "tmp";

    public static void Apply(KubernetesResource resource)
    {
        if (resource.Workload?.PodTemplate.Spec is not { } pod)
        {
            return;
        }

        pod.AutomountServiceAccountToken = false;
        pod.SecurityContext ??= new();
        pod.SecurityContext.RunAsNonRoot = true;
        pod.Volumes.Add(new VolumeV1 { Name = TemporaryFiles, EmptyDir = new() });
        foreach (var container in pod.Containers)
        {
            container.SecurityContext = new SecurityContextV1 { ReadOnlyRootFilesystem = true, AllowPrivilegeEscalation = false };
            container.VolumeMounts.Add(new VolumeMountV1 { Name = TemporaryFiles, MountPath = "/tmp" });
            SpellScheme(container.LivenessProbe);
            SpellScheme(container.ReadinessProbe);
        }
    }

    /// <summary>Aspire writes <c>http</c>, and Kubernetes takes <c>HTTP</c> only.</summary>
    private static void SpellScheme(ProbeV1? probe)
    {
        if (probe?.HttpGet is { Scheme: { } scheme } get)
        {
            get.Scheme = scheme.ToUpperInvariant();
        }
    }

    /// <summary>One pod at a time may hold a volume: the old one goes before the new one comes.</summary>
    public static void ReplaceInPlace(KubernetesResource resource)
    {
        if (resource.Workload is Deployment deployment)
        {
            deployment.Spec.Strategy.Type = "Recreate";
            deployment.Spec.Strategy.RollingUpdate = null!;
        }
    }
}
