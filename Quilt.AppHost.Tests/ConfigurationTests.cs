using Quilt.Stack;

namespace Quilt.AppHost.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("auth", "ConnectionStrings__auth-db", "{auth-db.connectionString}")]
    [InlineData("auth", "Quilt__ServiceClients__registry__Secret", "{registry-client-secret.value}")]
    [InlineData("auth", "Quilt__ServiceClients__catalog__Secret", "{catalog-client-secret.value}")]
    [InlineData("auth", "Quilt__EnableUserEndpoints", "true")]
    [InlineData("auth", "Quilt__Admin__UserName", "admin")]
    [InlineData("auth", "Quilt__Admin__Password", "quilt")]
    [InlineData("auth", "Quilt__Admin__IsDefaultPassword", "true")]
    [InlineData("auth", "Quilt__AllowSignup", "true")]
    [InlineData("api", "ConnectionStrings__registry", "{registry.connectionString}")]
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
        var model = await Model.ForRunAsync();

        Assert.Equal(value, (await model.EnvironmentAsync(resource)).GetValueOrDefault(variable));
    }

    public static TheoryData<string, IReadOnlyList<string>> Variables => new()
    {
        { "auth", ServiceVariables.Auth },
        { "api", ServiceVariables.Api },
        { "catalog", ServiceVariables.Catalog },
    };

    /// <summary>The tests that run a stack from processes rely on this list.</summary>
    [Theory]
    [MemberData(nameof(Variables))]
    public async Task A_service_is_told_what_is_listed_for_it_and_nothing_else(string service, IReadOnlyList<string> variables)
    {
        var model = await Model.ForRunAsync();

        var environment = await model.EnvironmentAsync(service);

        Assert.Equal(variables.Order(StringComparer.Ordinal), environment.Keys.Where(IsOurs).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Optional_settings_leave_no_trace_when_nobody_set_them()
    {
        var model = await Model.ForRunAsync();

        Assert.All(OptionalSetting.All, setting => Assert.DoesNotContain(model.All, resource => resource.Name == setting.Parameter));
    }

    [Theory]
    [InlineData("github-client-id", "OAUTH_CLIENT_ID_GITHUB", false, "auth")]
    [InlineData("github-client-secret", "OAUTH_CLIENT_SECRET_GITHUB", true, "auth")]
    [InlineData("entra-tenant-id", "AzureAd__TenantId", false, "auth")]
    [InlineData("entra-client-secret", "AzureAd__ClientSecret", true, "auth")]
    [InlineData("mail-host", "Quilt__Mail__Host", false, "auth", "api")]
    [InlineData("mail-password", "Quilt__Mail__Password", true, "auth", "api")]
    public async Task An_optional_setting_reaches_those_who_need_it(string parameter, string variable, bool isSecret, params string[] services)
    {
        var model = await Model.ForRunAsync($"--Parameters:{parameter}=given");

        Assert.Equal(isSecret, Assert.IsType<ParameterResource>(model[parameter]).Secret);
        foreach (var service in (string[])["auth", "api", "catalog"])
        {
            Assert.Equal(services.Contains(service) ? $"{{{parameter}.value}}" : null, (await model.EnvironmentAsync(service)).GetValueOrDefault(variable));
        }
    }

    [Fact]
    public async Task A_parameter_with_a_standard_value_can_be_given_another()
    {
        var standard = await Model.ForRunAsync();
        var changed = await Model.ForRunAsync("--Parameters:objects-access-key=other");

        Assert.Equal("quilt", await Assert.IsType<ParameterResource>(standard["objects-access-key"]).GetValueAsync(default));
        Assert.Equal("other", await Assert.IsType<ParameterResource>(changed["objects-access-key"]).GetValueAsync(default));
    }

    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    public async Task No_service_believes_just_anybodys_word_about_where_a_request_came_from(string service)
    {
        var here = await Model.ForRunAsync();
        var published = await Model.ForPublishAsync();

        var environment = await published.EnvironmentAsync(service);

        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", environment);
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", await here.EnvironmentAsync(service));
        Assert.Equal("10.0.0.0/8", environment["Quilt__TrustedProxies__0"]);
        Assert.DoesNotContain(environment.Values, value => value == "*");
    }

    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    public async Task Every_service_knows_where_people_find_the_others(string service)
    {
        var model = await Model.ForRunAsync();

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
        var model = await Model.ForRunAsync();

        Assert.DoesNotContain($"ConnectionStrings__{database}", await model.EnvironmentAsync(service));
    }

    /// <summary>Newer Aspire adds the name without its hyphen, for shells that take none; services read the one with it.</summary>
    private const string Alias = "ConnectionStrings__auth_db";

    private static bool IsOurs(string variable) =>
        (variable.StartsWith("ConnectionStrings__", StringComparison.Ordinal) && variable != Alias)
        || variable.StartsWith("services__", StringComparison.Ordinal)
        || variable.StartsWith("Quilt__", StringComparison.Ordinal);
}
