namespace Quilt.AppHost.Tests;

public sealed class StackTests
{
    [Fact]
    public async Task The_stack_is_a_database_server_with_a_tool_for_it_a_cache_an_object_store_and_three_services()
    {
        var model = await Model.ForRunAsync();

        var names = model.Resources.Select(resource => resource.Name);

        Assert.Equal(["api", "auth", "auth-db", "catalog", "objects", "pgadmin", "postgres", "redis", "registry"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_database_of_accounts_is_named_auth_and_that_of_packages_registry()
    {
        var model = await Model.ForRunAsync();

        Assert.Equal("auth", Assert.IsType<PostgresDatabaseResource>(model["auth-db"]).DatabaseName);
        Assert.Equal("registry", Assert.IsType<PostgresDatabaseResource>(model["registry"]).DatabaseName);
    }

    [Theory]
    [InlineData("postgres", "/var/lib/postgresql")]
    [InlineData("redis", "/data")]
    [InlineData("objects", "/data")]
    public async Task What_is_stored_outlives_its_container(string resource, string folder)
    {
        var model = await Model.ForRunAsync();

        var mount = Assert.Single(model[resource].Annotations.OfType<ContainerMountAnnotation>());

        Assert.Equal(ContainerMountType.Volume, mount.Type);
        Assert.Equal(folder, mount.Target);
        Assert.False(string.IsNullOrEmpty(mount.Source));
    }

    /// <summary>It takes volumes for two collections, of seven files each, and must not need more room for them than a claim of 1 GiB has.</summary>
    [Fact]
    public async Task The_object_store_gets_along_with_a_small_disk()
    {
        var model = await Model.ForRunAsync();

        var arguments = await model.ArgumentsAsync("objects");

        Assert.Contains("-master.volumePreallocate=false", arguments);
        Assert.Contains("-master.volumeSizeLimitMB=64", arguments);
    }

    [Theory]
    [InlineData("api", 5000)]
    [InlineData("objects", 5001)]
    [InlineData("auth", 5002)]
    [InlineData("catalog", 3000)]
    public async Task Local_ports_are_those_that_people_know(string resource, int port)
    {
        var model = await Model.ForRunAsync();

        var endpoint = model.Endpoint(resource);

        Assert.Equal(port, endpoint.Port);
        Assert.True(endpoint.IsExternal);
    }

    [Theory]
    [InlineData("auth", "auth-db")]
    [InlineData("api", "registry", "auth", "objects")]
    [InlineData("catalog", "redis", "auth", "api")]
    public async Task A_service_waits_for_what_it_needs(string service, params string[] needed)
    {
        var model = await Model.ForRunAsync();

        var waits = model[service].Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name);

        Assert.Superset(needed.ToHashSet(), waits.ToHashSet());
    }

    [Fact]
    public async Task The_database_tool_starts_when_somebody_wants_it()
    {
        var model = await Model.ForRunAsync();

        Assert.NotEmpty(model["pgadmin"].Annotations.OfType<ExplicitStartupAnnotation>());
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    [InlineData("objects")]
    public async Task Containers_outlive_the_AppHost_unless_somebody_says_otherwise(string resource)
    {
        var standard = await Model.ForRunAsync();
        var changed = await Model.ForRunAsync("--Quilt:PersistentContainers=false");

        Assert.Equal(ContainerLifetime.Persistent, LifetimeOf(standard));
        Assert.NotEqual(ContainerLifetime.Persistent, LifetimeOf(changed));

        ContainerLifetime? LifetimeOf(Model model) => model[resource].Annotations.OfType<ContainerLifetimeAnnotation>().LastOrDefault()?.Lifetime;
    }

    [Fact]
    public async Task A_setting_runs_two_replicas_of_the_registry()
    {
        var one = await Model.ForRunAsync();
        var two = await Model.ForRunAsync("--Quilt:ApiReplicas=2");

        Assert.Equal(1, one["api"].GetReplicaCount());
        Assert.Equal(2, two["api"].GetReplicaCount());
    }

    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    public async Task A_platform_can_ask_a_service_whether_it_lives_and_whether_it_can_serve(string service)
    {
        var model = await Model.ForPublishAsync();

        var probes = model[service].Annotations.OfType<EndpointProbeAnnotation>().ToDictionary(probe => probe.Type, probe => probe.Path);

        Assert.Equal("/alive", probes[ProbeType.Liveness]);
        Assert.Equal("/health", probes[ProbeType.Readiness]);
    }

    /// <summary>A deployment with others is refused.</summary>
    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    public async Task Probes_keep_within_the_bounds_of_Azure_Container_Apps(string service)
    {
        var model = await Model.ForPublishAsync();

        Assert.All(model[service].Annotations.OfType<ProbeAnnotation>(), probe =>
        {
            Assert.InRange(probe.InitialDelaySeconds, 1, 60);
            Assert.InRange(probe.PeriodSeconds, 1, 240);
            Assert.InRange(probe.TimeoutSeconds, 1, 240);
            Assert.InRange(probe.FailureThreshold, 1, 10);
            Assert.Equal(1, probe.SuccessThreshold);
        });
    }

    [Theory]
    [InlineData("api", "Registry")]
    [InlineData("auth", "Sign-in")]
    [InlineData("catalog", "Web catalog")]
    [InlineData("objects", "Object store (S3)")]
    [InlineData("pgadmin", "pgAdmin")]
    public async Task The_dashboard_gives_addresses_names_that_people_understand(string resource, string text)
    {
        var model = await Model.ForRunAsync();

        Assert.Equal(text, await model.UrlTextAsync(resource));
    }

    [Fact]
    public async Task The_dashboard_makes_users_and_resets_everything_after_it_asked()
    {
        var model = await Model.ForRunAsync();

        var user = Assert.Single(model["auth"].Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name == "make-user");
        var reset = Assert.Single(model["api"].Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name == "reset");

        Assert.Equal(["user-name", "password"], user.Arguments.Select(argument => argument.Name));
        Assert.Equal(InputType.SecretText, user.Arguments[1].InputType);
        Assert.NotNull(reset.ConfirmationMessage);
    }

    [Fact]
    public async Task A_store_of_somebody_else_takes_the_place_of_the_container_and_is_never_reset()
    {
        var model = await Model.ForRunAsync("--Quilt:ExternalObjects=true", "--Parameters:objects-endpoint=https://s3.example.com", "--Parameters:objects-secret-key=x");

        var environment = await model.EnvironmentAsync("api");

        Assert.DoesNotContain(model.All, resource => resource.Name == "objects");
        Assert.Equal("{objects-endpoint.value}", environment["Quilt__Objects__Endpoint"]);
        Assert.Equal("{objects-endpoint.value}", environment["Quilt__PublicUrls__Objects"]);
        Assert.Equal("{objects-bucket.value}", environment["Quilt__Objects__Bucket"]);
        Assert.Equal("{objects-region.value}", environment["Quilt__Objects__Region"]);
        Assert.DoesNotContain(model["api"].Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name == "reset");
    }

    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    [InlineData("objects")]
    [InlineData("postgres")]
    [InlineData("redis")]
    public async Task Everything_that_runs_has_a_health_check(string resource)
    {
        var model = await Model.ForRunAsync();

        Assert.NotEmpty(model[resource].Annotations.OfType<HealthCheckAnnotation>());
    }

    [Theory]
    [InlineData("postgres-password")]
    [InlineData("redis-password")]
    [InlineData("objects-secret-key")]
    [InlineData("registry-client-secret")]
    [InlineData("catalog-client-secret")]
    public async Task Passwords_are_secret_and_nobody_has_to_choose_one(string parameter)
    {
        // The published model, since asking the running one for a password would replace the developer's own.
        var model = await Model.ForPublishAsync("--Quilt:Target=Compose");

        var secret = Assert.IsType<ParameterResource>(model[parameter]);

        Assert.True(secret.Secret);
        Assert.Matches("^[A-Za-z0-9]{32,}$", Assert.IsType<GenerateParameterDefault>(secret.Default).GetDefaultValue());
    }
}
