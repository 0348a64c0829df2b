namespace Quilt.AppHost.Tests;

public sealed class StackTests
{
    [Fact]
    public async Task The_stack_is_a_database_server_a_cache_an_object_store_and_three_services()
    {
        await using var model = await Model.ForRunAsync();

        var names = model.Resources.Select(resource => resource.Name);

        Assert.Equal(["api", "auth", "auth-db", "catalog", "objects", "postgres", "redis", "registry"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_database_of_accounts_is_named_auth_and_that_of_packages_registry()
    {
        await using var model = await Model.ForRunAsync();

        Assert.Equal("auth", Assert.IsType<PostgresDatabaseResource>(model["auth-db"]).DatabaseName);
        Assert.Equal("registry", Assert.IsType<PostgresDatabaseResource>(model["registry"]).DatabaseName);
    }

    [Theory]
    [InlineData("postgres", "/var/lib/postgresql")]
    [InlineData("redis", "/data")]
    [InlineData("objects", "/data")]
    public async Task What_is_stored_outlives_its_container(string resource, string folder)
    {
        await using var model = await Model.ForRunAsync();

        var mount = Assert.Single(model[resource].Annotations.OfType<ContainerMountAnnotation>());

        Assert.Equal(ContainerMountType.Volume, mount.Type);
        Assert.Equal(folder, mount.Target);
        Assert.False(string.IsNullOrEmpty(mount.Source));
    }

    [Theory]
    [InlineData("api", 5000)]
    [InlineData("objects", 5001)]
    [InlineData("auth", 5002)]
    [InlineData("catalog", 3000)]
    public async Task Local_ports_are_those_that_people_know(string resource, int port)
    {
        await using var model = await Model.ForRunAsync();

        var endpoint = model.Endpoint(resource);

        Assert.Equal(port, endpoint.Port);
        Assert.True(endpoint.IsExternal);
    }

    [Theory]
    [InlineData("auth", "auth-db", "redis")]
    [InlineData("api", "registry", "redis", "auth", "objects")]
    [InlineData("catalog", "redis", "auth", "api")]
    public async Task A_service_waits_for_what_it_needs(string service, params string[] needed)
    {
        await using var model = await Model.ForRunAsync();

        var waits = model[service].Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name);

        Assert.Superset(needed.ToHashSet(), waits.ToHashSet());
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
        await using var model = await Model.ForRunAsync();

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
        await using var model = await Model.ForPublishAsync();

        var secret = Assert.IsType<ParameterResource>(model[parameter]);

        Assert.True(secret.Secret);
        Assert.Matches("^[A-Za-z0-9]{32,}$", Assert.IsType<GenerateParameterDefault>(secret.Default).GetDefaultValue());
    }
}
