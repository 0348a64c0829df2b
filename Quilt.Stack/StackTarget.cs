namespace Quilt.Stack;

/// <summary>Where a stack is published to.</summary>
public enum StackTarget
{
    /// <summary>Azure Container Apps, with Azure's own PostgreSQL and Redis.</summary>
    Azure,

    /// <summary>Docker Compose: everything in containers on one machine.</summary>
    Compose,

    /// <summary>A Kubernetes cluster, as a Helm chart.</summary>
    Kubernetes,
}
