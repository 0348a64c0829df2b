using System.Reflection;
using Quilt.Api;
using Quilt.Auth;
using Quilt.Catalog;
using Quilt.ObjectStore;
using Quilt.Stack;
using Quilt.Tests.Flows;
using Quilt.Tests.Telemetry;

namespace Quilt.Tests.Stack;

/// <summary>
/// The stack that the AppHost describes, from processes of this machine: PostgreSQL, Redis, the object store, and two
/// replicas each of registry, sign-in and catalog behind a balancer. Each service gets the variables that the AppHost
/// gives it and no others.
/// </summary>
public sealed class StackFixture : IAsyncLifetime
{
    private const string AdminPassword = "quilt";
    private const string Person = "person";
    private const string PersonPassword = "correct horse battery";
    private const string AccessKey = "quilt";
    private const string SecretKey = "object-store-secret";

    private readonly Balancer _balancer = new();
    private readonly string _objects = Directory.CreateTempSubdirectory("quilt-stack-objects-").FullName;
    private readonly List<ServiceProcess> _processes = [];

    internal PostgresProcess Postgres { get; } = new();

    internal RedisProcess Redis { get; } = new();

    /// <summary>Where the services send their telemetry.</summary>
    internal OtlpReceiver Telemetry { get; } = new();

    internal Uri Registry { get; private set; } = null!;

    internal Uri Auth { get; private set; } = null!;

    internal Uri Catalog { get; private set; } = null!;

    internal IReadOnlyList<ServiceProcess> Registries { get; private set; } = [];

    internal IReadOnlyList<ServiceProcess> Auths { get; private set; } = [];

    internal IReadOnlyList<ServiceProcess> Catalogs { get; private set; } = [];

    /// <summary>What no telemetry may hold.</summary>
    internal static IEnumerable<string> Secrets => [SecretKey, "registry-client-secret", "catalog-client-secret", "redis-secret"];

    internal IEnumerable<ServiceProcess> Processes => _processes;

    internal Balancer Balancer => _balancer;

    /// <summary>Signs a person in to a page: not the admin, whom every sign-in reminds of the password that everybody knows.</summary>
    internal static IReadOnlyList<(string Name, string Value)> Credentials => [("username", Person), ("password", PersonPassword)];

    public async Task InitializeAsync()
    {
        if (!StackFactAttribute.CanRun)
        {
            return;
        }

        await Task.WhenAll(Postgres.StartAsync(), Redis.StartAsync(), Telemetry.StartAsync());
        var store = new ServiceProcess("objects", typeof(ObjectStoreApplication).Assembly, WithTelemetry("objects", new()
        {
            ["Quilt__ObjectStore__Folder"] = _objects,
            ["Quilt__ObjectStore__AccessKey"] = AccessKey,
            ["Quilt__ObjectStore__SecretKey"] = SecretKey,
        }, "objects"));
        _processes.Add(store);

        Registry = _balancer.Reserve("api");
        Auth = _balancer.Reserve("auth");
        Catalog = _balancer.Reserve("catalog");
        var values = Values(store);
        Auths = Replicas("auth", typeof(AuthApplication).Assembly, ServiceVariables.Auth, values);
        Registries = Replicas("api", typeof(ApiApplication).Assembly, ServiceVariables.Api, values);
        Catalogs = Replicas("catalog", typeof(CatalogApplication).Assembly, ServiceVariables.Catalog, values);
        await _balancer.StartAsync(_processes.Where(process => process != store).ToLookup(process => process.Name.Split('-')[0]));

        // All at once, as an orchestrator may: two replicas migrate one database.
        _processes.ForEach(process => process.Start());
        await EverythingRunsAsync();
        await PythonClient.At(Registry).Registry.RegisterAsync(Person, PersonPassword, Person + "@example.org");
    }

    public async Task DisposeAsync()
    {
        _processes.ForEach(process => process.Dispose());
        await _balancer.DisposeAsync();
        await Telemetry.DisposeAsync();
        Redis.Dispose();
        Postgres.Dispose();
        Directory.Delete(_objects, recursive: true);
    }

    /// <summary>The admin, who speaks to the replica at <paramref name="address"/>, or through the balancer; with a token of their own.</summary>
    internal async Task<PythonClient> AdminAsync(Uri? address = null)
    {
        var anonymous = PythonClient.At(address ?? Registry);
        return PythonClient.At(address ?? Registry, "admin", await anonymous.Registry.LoginAsync("admin", AdminPassword));
    }

    /// <summary>Signs a browser in to the catalog.</summary>
    internal async Task SignInAsync(PlainBrowser browser)
    {
        await browser.GoAsync(new Uri(Catalog, "/signin"));
        Assert.Equal(Auth.Port, browser.Address.Port);
        await browser.SubmitAsync(Credentials);
        Assert.Equal(Catalog.Port, browser.Address.Port);
    }

    /// <summary>Waits until every replica is healthy and takes part again.</summary>
    internal async Task EverythingRunsAsync()
    {
        foreach (var process in _processes)
        {
            await process.HealthyAsync();
        }

        foreach (var service in (string[])["auth", "api", "catalog"])
        {
            await _balancer.TakesPartAsync(service, 2);
        }
    }

    private Dictionary<string, string> Values(ServiceProcess store) => new()
    {
        [ServiceVariables.RegistryDatabase] = Postgres.ConnectionString("registry"),
        [ServiceVariables.AuthDatabase] = Postgres.ConnectionString("auth"),
        [ServiceVariables.Redis] = Redis.ConnectionString,
        [ServiceVariables.ApiAddress] = Text(Registry),
        [ServiceVariables.AuthAddress] = Text(Auth),
        [ServiceVariables.ObjectsEndpoint] = Text(store.Address),
        [ServiceVariables.PreviewsObjectsEndpoint] = Text(store.Address),
        [ServiceVariables.ObjectsAccessKey] = AccessKey,
        [ServiceVariables.ObjectsSecretKey] = SecretKey,
        [ServiceVariables.RegistrySecret] = "registry-client-secret",
        [ServiceVariables.CatalogSecret] = "catalog-client-secret",
        [ServiceVariables.EnableUserEndpoints] = "true",
        [ServiceVariables.AllowSignup] = "true",
        [ServiceVariables.AdminUserName] = "admin",
        [ServiceVariables.AdminPassword] = AdminPassword,
        [ServiceVariables.AdminIsDefaultPassword] = "true",
        [ServiceVariables.PublicRegistry] = Text(Registry),
        [ServiceVariables.PublicAuth] = Text(Auth),
        [ServiceVariables.PublicCatalog] = Text(Catalog),
        [ServiceVariables.PublicObjects] = Text(store.Address),
    };

    private ServiceProcess[] Replicas(string service, Assembly program, IReadOnlyList<string> variables, Dictionary<string, string> values)
    {
        ServiceProcess[] replicas = [.. ((string[])[$"{service}-1", $"{service}-2"]).Select(name =>
            new ServiceProcess(name, program, WithTelemetry(service, variables.ToDictionary(variable => variable, variable => values[variable]), name)))];
        _processes.AddRange(replicas);
        return replicas;
    }

    /// <summary>What Aspire adds for telemetry on a developer's machine, its urge to show queries in full included.</summary>
    private Dictionary<string, string> WithTelemetry(string service, Dictionary<string, string> environment, string instance)
    {
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = Text(Telemetry.Address);
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        environment["OTEL_SERVICE_NAME"] = service;
        environment["OTEL_RESOURCE_ATTRIBUTES"] = "service.instance.id=" + instance;
        environment["OTEL_BLRP_SCHEDULE_DELAY"] = "500";
        environment["OTEL_BSP_SCHEDULE_DELAY"] = "500";
        environment["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        environment["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
        environment["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
        return environment;
    }

    private static string Text(Uri address) => address.AbsoluteUri.TrimEnd('/');
}

/// <summary>The classes that share the stack run one after another: they stop parts of it.</summary>
[CollectionDefinition(Name)]
public sealed class StackSharing : ICollectionFixture<StackFixture>
{
    public const string Name = "One running stack";
}
