using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quilt.Api.Callers;
using Quilt.Api.Policy;
using Quilt.Api.SignIn;
using Quilt.Api.Web;
using Quilt.ServiceDefaults;
using Quilt.ServiceDefaults.Errors;

namespace Quilt.Tests.Callers;

/// <summary>The registry's pipeline up to its endpoints, which here only tell who calls; without a database.</summary>
internal sealed class RegistryHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RegistryHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<RegistryHost> StartAsync(StandInAuth auth, bool allowAnonymous = true, TimeProvider? time = null) =>
        StartAsync(auth.Url, StandInAuth.Secret, allowAnonymous, time);

    /// <summary>The registry of a sign-in service at <paramref name="auth"/>, of whichever kind.</summary>
    public static async Task<RegistryHost> StartAsync(string auth, string secret, bool allowAnonymous = true, TimeProvider? time = null)
    {
        var builder = ServiceDefaultsExtensions.CreateServiceBuilder("Quilt.Api", [], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["services:auth:http:0"] = auth,
                ["Quilt:ServiceClients:registry:Secret"] = secret,
                ["Quilt:AllowAnonymousAccess"] = allowAnonymous.ToString(),
                ["Logging:LogLevel:Default"] = "None",
            });
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddSingleton(time ?? TimeProvider.System);
        });
        builder.Services.AddSingleton(RegistryPolicy.Read(builder.Configuration));
        builder.AddCallers();
        builder.Services.AddSignIn();
        builder.Services.AddApiCors();

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseJsonErrors();
        app.UseApiCors();
        app.UseRouting();
        app.UseMiddleware<CallerMiddleware>();
        app.MapSignIn();
        app.MapWeb();
        foreach (var requirement in (CallerRequirement[])[CallerRequirement.Reader, CallerRequirement.Member, CallerRequirement.Admin])
        {
            app.MapGet("/api/for/" + requirement, (Caller caller) => caller.IsAnonymous ? "nobody" : caller.UserName).AllowCallers(requirement);
        }

        await app.StartAsync();
        return new RegistryHost(app);
    }

    /// <summary>Asks an endpoint for <paramref name="who"/> (Reader, Member, Admin); <paramref name="header"/> is the whole Authorization header.</summary>
    public async Task<(HttpStatusCode Status, string Body)> AskAsync(string who, string? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/for/" + who);
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        using var response = await Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The status that a member's call with <paramref name="token"/> gets.</summary>
    public async Task<HttpStatusCode> StatusOfAsync(string token) =>
        (await AskAsync("Member", new AuthenticationHeaderValue("Bearer", token).ToString())).Status;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
