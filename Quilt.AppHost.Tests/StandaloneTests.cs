namespace Quilt.AppHost.Tests;

public sealed class StandaloneTests
{
    private const string WithoutContainers = "--Quilt:Containers=false";

    [Fact]
    public async Task Without_containers_the_registry_is_one_project()
    {
        var model = await Model.ForRunAsync(WithoutContainers);

        var project = Assert.IsType<ProjectResource>(Assert.Single(model.Resources));

        Assert.Equal("quilt", project.Name);
        Assert.EndsWith("Quilt.Standalone.csproj", project.GetProjectMetadata().ProjectPath, StringComparison.Ordinal);
        Assert.NotEmpty(project.Annotations.OfType<HealthCheckAnnotation>());
    }

    [Theory]
    [InlineData("registry", 5000, "Quilt__Ports__Registry")]
    [InlineData("objects", 5001, "Quilt__Ports__Objects")]
    [InlineData("auth", 5002, "Quilt__Ports__Auth")]
    [InlineData("catalog", 3000, "Quilt__Ports__Catalog")]
    public async Task The_one_project_binds_the_known_ports_itself(string endpoint, int port, string variable)
    {
        var model = await Model.ForRunAsync(WithoutContainers);

        var annotation = model.Endpoint("quilt", endpoint);

        Assert.Equal(port, annotation.Port);
        Assert.False(annotation.IsProxied);
        Assert.Contains(variable, await model.EnvironmentAsync("quilt"));
    }

    [Theory]
    [InlineData("registry", "Registry")]
    [InlineData("objects", "Object store (S3)")]
    [InlineData("auth", "Sign-in")]
    [InlineData("catalog", "Web catalog")]
    public async Task Its_addresses_have_the_same_names_on_the_dashboard(string endpoint, string text)
    {
        var model = await Model.ForRunAsync(WithoutContainers);

        Assert.Equal(text, await model.UrlTextAsync("quilt", endpoint));
    }
}
