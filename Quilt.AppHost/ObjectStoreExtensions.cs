namespace Quilt.AppHost;

/// <summary>The S3-compatible store for machines without one: SeaweedFS, whole in one container.</summary>
internal static class ObjectStoreExtensions
{
    private const string Image = "chrislusf/seaweedfs";
    private const string Tag = "4.44";
    private const int S3Port = 8333;

    /// <summary>
    /// Adds the store with a volume for its data. SeaweedFS makes the two variables its only S3 identity, with all
    /// rights; without an identity it would serve everybody.
    /// </summary>
    public static IResourceBuilder<ContainerResource> AddObjectStore(
        this IDistributedApplicationBuilder builder,
        string name,
        int port,
        IResourceBuilder<ParameterResource> accessKey,
        IResourceBuilder<ParameterResource> secretKey)
    {
        var store = builder.AddContainer(name, Image, Tag);
        return store
            // Its parts remember each other's address in the volume, and a container gets a new one at each start.
            .WithArgs("server", "-ip=127.0.0.1", "-ip.bind=0.0.0.0", "-s3", $"-s3.port={S3Port}", "-master.telemetry=false")
            .WithEnvironment("AWS_ACCESS_KEY_ID", accessKey)
            .WithEnvironment("AWS_SECRET_ACCESS_KEY", secretKey)
            .WithHttpEndpoint(port: builder.ExecutionContext.IsRunMode ? port : null, targetPort: S3Port)
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/healthz")
            .WithVolume(VolumeNameGenerator.Generate(store, "data"), "/data");
    }
}
