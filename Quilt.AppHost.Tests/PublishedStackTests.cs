namespace Quilt.AppHost.Tests;

public sealed class PublishedStackTests
{
    private const string Azure = "--Quilt:Target=Azure";
    private const string Compose = "--Quilt:Target=Compose";
    private const string Kubernetes = "--Quilt:Target=Kubernetes";

    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    public async Task A_published_service_leaves_its_port_and_https_to_the_platform(string service)
    {
        var model = await Model.ForPublishAsync(Azure);

        var endpoint = Assert.Single(model[service].Annotations.OfType<EndpointAnnotation>());

        Assert.Equal("http", endpoint.UriScheme);
        Assert.Null(endpoint.Port);
    }

    [Theory]
    [InlineData(Azure)]
    [InlineData(Compose)]
    [InlineData(Kubernetes)]
    public async Task A_published_stack_has_no_password_that_everybody_knows(string target)
    {
        var model = await Model.ForPublishAsync(target);

        var environment = await model.EnvironmentAsync("auth");

        Assert.Equal("{admin-password.value}", environment["Quilt__Admin__Password"]);
        Assert.DoesNotContain("Quilt__Admin__IsDefaultPassword", environment);
        Assert.DoesNotContain("Quilt__AllowSignup", environment);
        var password = Assert.IsType<ParameterResource>(model["admin-password"]);
        Assert.True(password.Secret);
        Assert.Null(password.Default);
    }

    [Theory]
    [InlineData(Azure, "Azure.AppContainers")]
    [InlineData(Compose, "Docker")]
    [InlineData(Kubernetes, "Kubernetes")]
    public async Task There_is_one_environment_that_runs_the_published_stack(string target, string kind)
    {
        var model = await Model.ForPublishAsync(target);

        var environment = Assert.Single(model.All.OfType<IComputeEnvironmentResource>());

        Assert.Contains(kind, environment.GetType().FullName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_that_runs_here_has_no_environment_to_be_published_to()
    {
        var model = await Model.ForRunAsync();

        Assert.Empty(model.All.OfType<IComputeEnvironmentResource>());
    }

    [Fact]
    public async Task In_Azure_databases_and_Redis_are_Azures_own()
    {
        var model = await Model.ForPublishAsync(Azure);

        Assert.Equal("AzurePostgresFlexibleServerResource", model["postgres"].GetType().Name);
        Assert.Equal("AzureManagedRedisResource", model["redis"].GetType().Name);
        Assert.DoesNotContain(model.All, resource => resource is ContainerResource && resource.Name != "objects");
    }

    [Theory]
    [InlineData(Compose)]
    [InlineData(Kubernetes)]
    public async Task Elsewhere_databases_and_Redis_are_containers_with_volumes(string target)
    {
        var model = await Model.ForPublishAsync(target);

        foreach (var name in (string[])["postgres", "redis", "objects"])
        {
            Assert.IsAssignableFrom<ContainerResource>(model[name]);
            Assert.Equal($"quilt-{name}", Assert.Single(model[name].Annotations.OfType<ContainerMountAnnotation>()).Source);
        }
    }

    [Theory]
    [InlineData("auth")]
    [InlineData("api")]
    [InlineData("catalog")]
    public async Task In_Azure_public_addresses_are_those_that_Azure_gives(string service)
    {
        var model = await Model.ForPublishAsync(Azure);

        var environment = await model.EnvironmentAsync(service);

        Assert.Equal("{api.bindings.http.url}", environment["Quilt__PublicUrls__Registry"]);
        Assert.Equal("{auth.bindings.http.url}", environment["Quilt__PublicUrls__Auth"]);
        Assert.Equal("{catalog.bindings.http.url}", environment["Quilt__PublicUrls__Catalog"]);
        Assert.Equal("{objects.bindings.http.url}", environment["Quilt__PublicUrls__Objects"]);
    }

    [Fact]
    public async Task Custom_domains_are_parameters_and_become_the_public_addresses()
    {
        var model = await Model.ForPublishAsync(Azure, "--Quilt:CustomDomains=true");

        var environment = await model.EnvironmentAsync("auth");

        Assert.Equal("https://{registry-domain.value}", environment["Quilt__PublicUrls__Registry"]);
        Assert.Equal("https://{auth-domain.value}", environment["Quilt__PublicUrls__Auth"]);
        Assert.Equal("https://{catalog-domain.value}", environment["Quilt__PublicUrls__Catalog"]);
        Assert.Equal("https://{objects-domain.value}", environment["Quilt__PublicUrls__Objects"]);
    }

    [Theory]
    [InlineData(Compose)]
    [InlineData(Kubernetes)]
    public async Task Elsewhere_public_addresses_are_settings(string target)
    {
        var standard = await Model.ForPublishAsync(target);
        var changed = await Model.ForPublishAsync(
            target,
            "--Quilt:PublicUrls:Registry=https://registry.example.com/",
            "--Quilt:PublicUrls:Auth=https://auth.example.com",
            "--Quilt:PublicUrls:Catalog=https://data.example.com",
            "--Quilt:PublicUrls:Objects=https://objects.example.com");

        Assert.Equal("http://localhost:5000", (await standard.EnvironmentAsync("catalog"))["Quilt__PublicUrls__Registry"]);
        Assert.Equal("http://localhost:5001", (await standard.EnvironmentAsync("catalog"))["Quilt__PublicUrls__Objects"]);
        Assert.Equal("https://registry.example.com", (await changed.EnvironmentAsync("catalog"))["Quilt__PublicUrls__Registry"]);
        Assert.Equal("https://objects.example.com", (await changed.EnvironmentAsync("api"))["Quilt__PublicUrls__Objects"]);
    }

    [Theory]
    [InlineData("api", 5000)]
    [InlineData("objects", 5001)]
    [InlineData("auth", 5002)]
    [InlineData("catalog", 3000)]
    public async Task With_Compose_the_ports_are_those_that_people_know(string resource, int port)
    {
        var model = await Model.ForPublishAsync(Compose);

        Assert.Equal(port, model.Endpoint(resource).Port);
    }

    [Fact]
    public async Task In_Kubernetes_a_public_address_has_an_ingress()
    {
        var model = await Model.ForPublishAsync(
            Kubernetes,
            "--Quilt:TlsSecret=quilt-tls",
            "--Quilt:PublicUrls:Registry=https://registry.example.com",
            "--Quilt:PublicUrls:Auth=https://auth.example.com",
            "--Quilt:PublicUrls:Catalog=https://data.example.com",
            "--Quilt:PublicUrls:Objects=https://objects.example.com");

        Assert.All(
            (string[])["registry-ingress", "auth-ingress", "catalog-ingress", "objects-ingress"],
            name => Assert.Contains(model.All, resource => resource.Name == name));
    }

    [Fact]
    public async Task A_published_stack_has_no_commands_for_developers_that_delete()
    {
        var model = await Model.ForPublishAsync(Compose);

        Assert.DoesNotContain(model["api"].Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name == "reset");
    }
}
