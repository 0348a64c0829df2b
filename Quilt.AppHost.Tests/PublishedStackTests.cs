namespace Quilt.AppHost.Tests;

public sealed class PublishedStackTests
{
    [Theory]
    [InlineData("api")]
    [InlineData("auth")]
    [InlineData("catalog")]
    public async Task A_published_service_leaves_its_port_and_https_to_the_platform(string service)
    {
        await using var model = await Model.ForPublishAsync();

        var endpoint = Assert.Single(model[service].Annotations.OfType<EndpointAnnotation>());

        Assert.Equal("http", endpoint.UriScheme);
        Assert.Null(endpoint.Port);
    }

    [Fact]
    public async Task A_published_stack_has_no_password_that_everybody_knows()
    {
        await using var model = await Model.ForPublishAsync();

        var environment = await model.EnvironmentAsync("auth");

        Assert.Equal("{admin-password.value}", environment["Quilt__Admin__Password"]);
        Assert.DoesNotContain("Quilt__Admin__IsDefaultPassword", environment);
        var password = Assert.IsType<ParameterResource>(model["admin-password"]);
        Assert.True(password.Secret);
        Assert.Null(password.Default);
    }

    [Fact]
    public async Task A_published_stack_does_not_take_a_developers_addresses_along()
    {
        await using var model = await Model.ForPublishAsync();

        Assert.DoesNotContain(await model.EnvironmentAsync("auth"), variable => variable.Key.StartsWith("Quilt__PublicUrls__", StringComparison.Ordinal));
    }
}
