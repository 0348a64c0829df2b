using Quilt.Stack;

namespace Quilt.AppHost;

/// <summary>The S3-compatible store as the registry knows it.</summary>
internal sealed record ObjectStore(
    ReferenceExpression Endpoint, IResourceBuilder<ParameterResource> AccessKey, IResourceBuilder<ParameterResource> SecretKey)
{
    /// <summary>The container, where it is in one.</summary>
    public IResourceBuilder<ContainerResource>? Container { get; private init; }

    /// <summary>The bucket and its region, where it is somebody else's.</summary>
    public (IResourceBuilder<ParameterResource> Bucket, IResourceBuilder<ParameterResource> Region)? Place { get; private init; }

    /// <summary>One in a container of the stack.</summary>
    public static ObjectStore In(
        IResourceBuilder<ContainerResource> container, IResourceBuilder<ParameterResource> accessKey, IResourceBuilder<ParameterResource> secretKey) =>
        new(ReferenceExpression.Create($"{container.GetEndpoint("http")}"), accessKey, secretKey) { Container = container };

    /// <summary>One that is there already: AWS, R2, or whoever else speaks S3.</summary>
    public static ObjectStore Elsewhere(
        IResourceBuilder<ParameterResource> endpoint,
        IResourceBuilder<ParameterResource> bucket,
        IResourceBuilder<ParameterResource> region,
        IResourceBuilder<ParameterResource> accessKey,
        IResourceBuilder<ParameterResource> secretKey) =>
        new(ReferenceExpression.Create($"{endpoint}"), accessKey, secretKey) { Place = (bucket, region) };
}

internal static class ObjectStoreExtensions
{
    private const string Image = "chrislusf/seaweedfs";
    private const string Tag = "4.44";
    private const int S3Port = 8333;

    /// <summary>
    /// Adds SeaweedFS, whole in one container, with a volume for its data. It makes the two variables its only S3
    /// identity, with all rights; without an identity it would serve everybody.
    /// </summary>
    public static IResourceBuilder<ContainerResource> AddSeaweedFs(
        this IDistributedApplicationBuilder builder,
        string name,
        int? port,
        string? volume,
        IResourceBuilder<ParameterResource> accessKey,
        IResourceBuilder<ParameterResource> secretKey)
    {
        var store = builder.AddContainer(name, Image, Tag);
        return store
            // Its parts remember each other's address in the volume, and a container gets a new one at each start.
            .WithArgs("server", "-ip=127.0.0.1", "-ip.bind=0.0.0.0", "-s3", $"-s3.port={S3Port}", "-master.telemetry=false")
            // Its image would reserve a gigabyte each for many files, and finds no room for one on a disk as small as a cluster's claim.
            .WithArgs("-master.volumePreallocate=false", "-master.volumeSizeLimitMB=64")
            .WithEnvironment("AWS_ACCESS_KEY_ID", accessKey)
            .WithEnvironment("AWS_SECRET_ACCESS_KEY", secretKey)
            .WithHttpEndpoint(port: port, targetPort: S3Port)
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/healthz")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Object store (S3)")
            .WithVolume(volume ?? VolumeNameGenerator.Generate(store, "data"), "/data");
    }

    /// <summary>Tells the registry where objects are and by which keys it reaches them.</summary>
    public static IResourceBuilder<ProjectResource> WithObjects(this IResourceBuilder<ProjectResource> api, ObjectStore objects)
    {
        api.WithEnvironment(ServiceVariables.ObjectsEndpoint, objects.Endpoint)
            .WithEnvironment(ServiceVariables.ObjectsAccessKey, objects.AccessKey)
            .WithEnvironment(ServiceVariables.ObjectsSecretKey, objects.SecretKey);
        if (objects.Place is { } place)
        {
            api.WithEnvironment(ServiceVariables.ObjectsBucket, place.Bucket).WithEnvironment(ServiceVariables.ObjectsRegion, place.Region);
        }

        return objects.Container is { } container ? api.WaitFor(container) : api;
    }
}
