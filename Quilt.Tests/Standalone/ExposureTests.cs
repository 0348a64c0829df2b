using System.Net;

namespace Quilt.Tests.Standalone;

/// <summary>What others on the network can reach, and with which password.</summary>
public sealed class ExposureTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> OwnPassword = new() { ["QUILT_ADMIN_PASSWORD"] = "not the default" };

    private readonly StandaloneProcess _registry = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task A_fresh_registry_with_a_password_of_its_own_may_listen_to_others()
    {
        // As in a container, whose image names a port of its own.
        await _registry.StartAsync(new Dictionary<string, string>(OwnPassword) { ["ASPNETCORE_HTTP_PORTS"] = "8080" }, "--bind", "*");

        Assert.DoesNotContain("warning", _registry.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("password quilt", _registry.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not the default", _registry.Output, StringComparison.Ordinal);
        Assert.Contains("From other machines: http://", _registry.Output, StringComparison.Ordinal);

        // And again without giving it: the default one no longer stands.
        Assert.Equal(0, await _registry.StopAsync());
        await _registry.StartAsync(environment: null, "--bind", "*");
    }

    [Fact]
    public async Task A_password_given_later_replaces_the_default_one()
    {
        await _registry.StartAsync();
        Assert.Contains("password quilt", _registry.Output, StringComparison.Ordinal);
        await _registry.StopAsync();

        using (var refused = StandaloneRun.Launch([.. _registry.Arguments, "--bind", "*"]))
        {
            Assert.Equal(1, await refused.ExitAsync());
            Assert.Contains("default password still stands", refused.Output, StringComparison.Ordinal);
        }

        await _registry.StartAsync(OwnPassword, "--bind", "*");

        Assert.DoesNotContain("password quilt", _registry.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync("quilt"));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync("not the default"));
    }

    private async Task<HttpStatusCode> SignInAsync(string password)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(_registry.Registry, "/api/login"), new StringContent($$"""{"username": "admin", "password": "{{password}}"}""", null, "application/json"));
        return answer.StatusCode;
    }
}
