using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quilt.Catalog;
using Quilt.Catalog.Failures;
using Quilt.Tests.Flows;

namespace Quilt.Tests.Catalog.Browser;

/// <summary>The catalog when what is behind it is away, busy, slow or broken.</summary>
[Collection(CatalogScene.Collection)]
public sealed class AwayTests(CatalogScene scene)
{
    [BrowserFact]
    public async Task Without_the_registry_there_is_the_frame_a_sentence_and_a_way_to_try_again()
    {
        await using var catalog = await StartAsync(NobodyListens());
        var address = AddressOf(catalog, "/search?q=weather");

        await PageRules.HoldAsync(await scene.Browser.StrangerAsync(), address, 503, "away");

        using var http = new HttpClient();
        using var answer = await http.GetAsync(address);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(5, answer.Headers.RetryAfter?.Delta?.TotalSeconds);
        Assert.Contains("The registry does not answer", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/search?q=weather\">Try again</a>", html, StringComparison.Ordinal);
        Assert.Contains("site-header", html, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", html, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_registry_that_fails_is_our_fault_and_none_of_its_words_is_shown()
    {
        await using var registry = await StubAsync(StatusCodes.Status500InternalServerError, """{"message":"secret stack"}""");
        await using var catalog = await StartAsync(AddressOf(registry, "/"));
        var address = AddressOf(catalog, "/");

        await PageRules.HoldAsync(await scene.Browser.StrangerAsync(), address, 500, "fault");

        using var http = new HttpClient();
        var html = await (await http.GetAsync(address)).Content.ReadAsStringAsync();
        Assert.Contains("Something went wrong", html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret stack", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, 503)]
    [InlineData(429, 503)]
    [InlineData(403, 403)]
    [InlineData(500, 500)]
    public async Task What_the_registry_answers_decides_the_status(int answered, int shown)
    {
        await using var registry = await StubAsync(answered, """{"message":"Not now."}""");
        await using var catalog = await StartAsync(AddressOf(registry, "/"));
        using var http = new HttpClient();

        using var answer = await http.GetAsync(AddressOf(catalog, "/"));

        Assert.Equal(shown, (int)answer.StatusCode);
        Assert.Contains("<footer", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_registry_that_is_too_slow_counts_as_away() =>
        Assert.True(RegistryFailure.IsAway(new TaskCanceledException("too slow", new TimeoutException())));

    private static Uri NobodyListens()
    {
        // Bound and closed: free, and not given to another at once.
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}/");
    }

    private static async Task<WebApplication> StartAsync(Uri registry)
    {
        var catalog = CatalogApplication.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(
            [
                new("Quilt:ServiceClients:catalog:Secret", "not used"),
                new("services:api:http:0", registry.AbsoluteUri.TrimEnd('/')),
                new("services:auth:http:0", registry.AbsoluteUri.TrimEnd('/')),
            ]);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
        });
        await catalog.StartAsync();
        return catalog;
    }

    /// <summary>A registry that says the same to everybody.</summary>
    private static async Task<WebApplication> StubAsync(int status, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return app;
    }

    private static Uri AddressOf(WebApplication app, string path) =>
        new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), path);
}
