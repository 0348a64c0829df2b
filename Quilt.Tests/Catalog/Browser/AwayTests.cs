using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
    [InlineData(400, 400)]
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

    [Theory]
    [InlineData("Half a thought.", true)]
    [InlineData(null, false)]
    public async Task A_comment_that_a_registry_in_trouble_did_not_take_is_not_lost(string? text, bool isKept)
    {
        text ??= new string([.. Enumerable.Range(0, 10_000).Select(number => (char)(0x4E00 + (number * 7919 % 20_000)))]);
        await using var catalog = await StartAsync(NobodyListens());
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(catalog, "/package/ann/data/comments"))
        {
            Content = new FormUrlEncodedContent([new("_handler", "comment"), new("writer", "bob"), new("contents", text), new("act", "send")]),
        };
        request.Headers.Add("Cookie", "quilt-catalog=" + SessionOf(catalog, "bob"));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var answer = await http.SendAsync(request);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(isKept, answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("quilt-catalog-draft=", StringComparison.Ordinal)));
        Assert.Equal(isKept, html.Contains("What you wrote is kept", StringComparison.Ordinal));
        Assert.Equal(isKept, html.Contains("href=\"/package/ann/data/comments#contents\">Try again", StringComparison.Ordinal));
        Assert.Equal(!isKept, html.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_registry_that_is_too_slow_counts_as_away() =>
        Assert.True(RegistryFailure.IsAway(new TaskCanceledException("too slow", new TimeoutException())));

    /// <summary>The cookie of somebody who signed in to this catalog.</summary>
    private static string SessionOf(WebApplication catalog, string name)
    {
        var session = new AuthenticationProperties();
        session.StoreTokens([new() { Name = "access_token", Value = "token" }, new() { Name = "refresh_token", Value = "token" }, new() { Name = "expires_at", Value = "2999-01-01T00:00:00Z" }]);
        var who = new ClaimsPrincipal(new ClaimsIdentity([new("preferred_username", name)], "session", "preferred_username", "role"));
        return catalog.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme)
            .TicketDataFormat.Protect(new AuthenticationTicket(who, session, CookieAuthenticationDefaults.AuthenticationScheme));
    }

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
