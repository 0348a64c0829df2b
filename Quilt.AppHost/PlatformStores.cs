namespace Quilt.AppHost;

/// <summary>Where the stack keeps what it must not lose: databases, session keys, objects.</summary>
internal sealed partial class Platform
{
    private ContainerLifetime Lifetime => settings.PersistentContainers ? ContainerLifetime.Persistent : ContainerLifetime.Session;

    /// <summary>PostgreSQL: a container with a volume, in Azure a Flexible Server.</summary>
    public (IResourceBuilder<IResourceWithConnectionString> Registry, IResourceBuilder<IResourceWithConnectionString> Auth) AddDatabases()
    {
        var password = builder.AddSecret("postgres-password");
        if (IsAzure)
        {
            // By password, which lies in a key vault: the services speak plain Npgsql and know no managed identities.
            var server = builder.AddAzurePostgresFlexibleServer("postgres")
                .WithPasswordAuthentication(builder.AddChoice("postgres-user", "quilt"), password);
            return (server.AddDatabase("registry"), server.AddDatabase("auth-db", "auth"));
        }

        var postgres = builder.AddPostgres("postgres", password: password)
            .WithDataVolume(VolumeName("postgres"))
            .WithLifetime(Lifetime)
            .WithPgAdmin(admin => admin.WithExplicitStart().WithUrlForEndpoint("http", url => url.DisplayText = "pgAdmin"));
        RestartAlways(postgres);
        return (postgres.AddDatabase("registry"), postgres.AddDatabase("auth-db", "auth"));
    }

    /// <summary>Redis for the keys that protect the catalog's sessions: a container with a volume, in Azure a Managed Redis.</summary>
    public IResourceBuilder<IResourceWithConnectionString> AddSessionKeys(string name)
    {
        if (IsAzure)
        {
            return builder.AddAzureManagedRedis(name).WithAccessKeyAuthentication();
        }

        var redis = builder.AddRedis(name, port: null, password: builder.AddSecret("redis-password")).WithDataVolume(VolumeName(name)).WithLifetime(Lifetime);
        RestartAlways(redis);
        return redis;
    }

    /// <summary>The S3-compatible store: SeaweedFS in a container, or one of somebody else.</summary>
    public ObjectStore AddObjectStore(string name)
    {
        var accessKey = builder.AddChoice("objects-access-key", "quilt");
        if (settings.ExternalObjects)
        {
            return ObjectStore.Elsewhere(
                builder.AddChoice("objects-endpoint"),
                builder.AddChoice("objects-bucket", "quilt"),
                builder.AddChoice("objects-region", "us-east-1"),
                accessKey,
                builder.AddParameter("objects-secret-key", secret: true));
        }

        var secretKey = builder.AddSecret("objects-secret-key");
        var container = builder.AddSeaweedFs(name, port: IsHere || IsCompose ? 5001 : null, VolumeName(name), accessKey, secretKey).WithLifetime(Lifetime);
        RestartAlways(container);
        if (IsKubernetes)
        {
            container.PublishAsKubernetesService(KubernetesHardening.ReplaceInPlace);
        }

        return ObjectStore.In(container, accessKey, secretKey);
    }

    /// <summary>
    /// Here each copy of the sources has volumes of its own, under a name that Aspire makes. A published stack keeps its
    /// data also when it is published anew from elsewhere.
    /// </summary>
    private string? VolumeName(string resource) => IsHere ? null : $"quilt-{resource}";

    /// <summary>With Compose, what holds data comes back after a restart of the machine, as the services do.</summary>
    private void RestartAlways<T>(IResourceBuilder<T> container)
        where T : ContainerResource
    {
        if (IsCompose)
        {
            container.PublishAsDockerComposeService((_, service) => service.Restart = "unless-stopped");
        }
    }
}
