namespace Quilt.AppHost.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("auth", "ConnectionStrings__auth-db", "{auth-db.connectionString}")]
    [InlineData("auth", "ConnectionStrings__redis", "{redis.connectionString}")]
    [InlineData("auth", "Quilt__ServiceClients__registry__Secret", "{registry-client-secret.value}")]
    [InlineData("auth", "Quilt__ServiceClients__catalog__Secret", "{catalog-client-secret.value}")]
    [InlineData("auth", "Quilt__EnableUserEndpoints", "true")]
    [InlineData("auth", "Quilt__Admin__UserName", "admin")]
    [InlineData("auth", "Quilt__Admin__Password", "quilt")]
    [InlineData("auth", "Quilt__Admin__IsDefaultPassword", "true")]
    [InlineData("api", "ConnectionStrings__registry", "{registry.connectionString}")]
    [InlineData("api", "ConnectionStrings__redis", "{redis.connectionString}")]
    [InlineData("api", "services__auth__http__0", "{auth.bindings.http.url}")]
    [InlineData("api", "Quilt__Objects__Endpoint", "{objects.bindings.http.url}")]
    [InlineData("api", "Quilt__Objects__AccessKey", "{objects-access-key.value}")]
    [InlineData("api", "Quilt__Objects__SecretKey", "{objects-secret-key.value}")]
    [InlineData("api", "Quilt__ServiceClients__registry__Secret", "{registry-client-secret.value}")]
    [InlineData("api", "Quilt__EnableUserEndpoints", "true")]
    [InlineData("catalog", "ConnectionStrings__redis", "{redis.connectionString}")]
    [InlineData("catalog", "services__auth__http__0", "{auth.bindings.http.url}")]
    [InlineData("catalog", "services__api__http__0", "{api.bindings.http.url}")]
    [InlineData("catalog", "Quilt__ServiceClients__catalog__Secret", "{catalog-client-secret.value}")]
    [InlineData("objects", "AWS_ACCESS_KEY_ID", "{objects-access-key.value}")]
    [InlineData("objects", "AWS_SECRET_ACCESS_KEY", "{objects-secret-key.value}")]
    public async Task A_resource_is_told_what_it_has_to_know(string resource, string variable, string value)
    {
        await using var model = await Model.ForRunAsync();

        Assert.Equal(value, (await model.EnvironmentAsync(resource)).GetValueOrDefault(variable));
    }

    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    public async Task Every_service_knows_where_people_find_the_others(string service)
    {
        await using var model = await Model.ForRunAsync();

        var environment = await model.EnvironmentAsync(service);

        Assert.Equal("{api.bindings.http.url}", environment["Quilt__PublicUrls__Registry"]);
        Assert.Equal("{auth.bindings.http.url}", environment["Quilt__PublicUrls__Auth"]);
        Assert.Equal("{catalog.bindings.http.url}", environment["Quilt__PublicUrls__Catalog"]);
        Assert.Equal("{objects.bindings.http.url}", environment["Quilt__PublicUrls__Objects"]);
    }

    [Theory]
    [InlineData("api", "auth-db")]
    [InlineData("auth", "registry")]
    [InlineData("catalog", "auth-db")]
    [InlineData("catalog", "registry")]
    public async Task A_service_cannot_reach_the_database_of_another(string service, string database)
    {
        await using var model = await Model.ForRunAsync();

        Assert.DoesNotContain($"ConnectionStrings__{database}", await model.EnvironmentAsync(service));
    }
}
