using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quilt.Api;
using Quilt.Tests.Auth;
using Quilt.Tests.ObjectStore;
using Quilt.Tests.Postgres;

namespace Quilt.Tests.Authorization;

/// <summary>Registry, sign-in and object store in this process, over databases of their own and with one clock, which a test can move.</summary>
internal sealed class FullStack : IAsyncDisposable
{
    private readonly ObjectStoreServer _objects;
    private readonly WebApplication _registry;

    private FullStack(AuthHost auth, ObjectStoreServer objects, WebApplication registry)
    {
        Auth = auth;
        _objects = objects;
        _registry = registry;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(registry.Urls.Single()) };
    }

    public AuthHost Auth { get; }

    /// <summary>The registry, without credentials.</summary>
    public HttpClient Http { get; }

    /// <param name="isOpen">Whether anonymous access is allowed; else packages can be shared with the team.</param>
    /// <param name="logs">Where everything is logged to; else little is.</param>
    /// <param name="settings">Of the sign-in service.</param>
    public static async Task<FullStack> StartAsync(bool isOpen, ILoggerProvider? logs = null, params (string Key, string? Value)[] settings)
    {
        var auth = await AuthHost.StartAsync(database: null, time: null, builder => builder.Logging.ForTests(logs), settings);
        var objects = new ObjectStoreServer(folder: null, auth.Time);
        await objects.InitializeAsync();
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        var registry = ApiApplication.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["urls"] = "http://127.0.0.1:0",
                ["ConnectionStrings:registry"] = database,
                ["services:auth:http:0"] = auth.Address.AbsoluteUri.TrimEnd('/'),
                ["Quilt:ServiceClients:registry:Secret"] = "registry-secret",
                ["Quilt:Objects:Endpoint"] = objects.Url,
                ["Quilt:Objects:AccessKey"] = ObjectStoreServer.AccessKey,
                ["Quilt:Objects:SecretKey"] = ObjectStoreServer.SecretKey,
                ["Quilt:Objects:BulkLookup"] = "true",
                ["Quilt:PublicUrls:Objects"] = objects.Url,
                ["Quilt:EnableUserEndpoints"] = "true",
                ["Quilt:AllowAnonymousAccess"] = isOpen.ToString(),
                ["Quilt:AllowTeamAccess"] = (!isOpen).ToString(),
            });
            builder.Logging.ForTests(logs);
            builder.Services.AddSingleton<TimeProvider>(auth.Time);
        });
        await registry.StartAsync();
        return new FullStack(auth, objects, registry);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _registry.DisposeAsync();
        await ((IAsyncDisposable)_objects).DisposeAsync();
        await Auth.DisposeAsync();
    }
}
