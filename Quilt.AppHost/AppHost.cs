using Quilt.AppHost;
using Quilt.Stack;

var builder = DistributedApplication.CreateBuilder(args);
builder.AddSettings(args);
var settings = StackSettings.Read(builder.Configuration, publishing: builder.ExecutionContext.IsPublishMode);

// Quilt__Containers=false: no container engine here, so the whole registry runs as one process.
if (!settings.Containers)
{
    builder.AddStandalone();
    builder.Build().Run();
    return;
}

var platform = builder.AddPlatform(settings);

var (registryDatabase, authDatabase) = platform.AddDatabases();
var redis = platform.AddSessionKeys("redis");
var objects = platform.AddObjectStore("objects");

var registryClientSecret = builder.AddSecret("registry-client-secret");
var catalogClientSecret = builder.AddSecret("catalog-client-secret");

var auth = platform.AddService<Projects.Quilt_Auth>("auth", port: 5002, title: "Sign-in")
    .WithReference(authDatabase).WaitFor(authDatabase)
    .WithEnvironment(ServiceVariables.RegistrySecret, registryClientSecret)
    .WithEnvironment(ServiceVariables.CatalogSecret, catalogClientSecret)
    .WithEnvironment(ServiceVariables.EnableUserEndpoints, "true")
    .WithFirstAdmin();

var api = platform.AddService<Projects.Quilt_Api>("api", port: 5000, title: "Registry")
    .WithReplicas(settings.ApiReplicas)
    .WithReference(registryDatabase).WaitFor(registryDatabase)
    .WithReference(auth).WaitFor(auth)
    .WithObjects(objects)
    .WithEnvironment(ServiceVariables.RegistrySecret, registryClientSecret)
    .WithEnvironment(ServiceVariables.EnableUserEndpoints, "true");

var catalog = platform.AddService<Projects.Quilt_Catalog>("catalog", port: 3000, title: "Web catalog")
    .WithReference(redis).WaitFor(redis)
    .WithReference(auth).WaitFor(auth)
    .WithReference(api).WaitFor(api)
    .WithEnvironment(ServiceVariables.PreviewsObjectsEndpoint, objects.Endpoint)
    .WithEnvironment(ServiceVariables.CatalogSecret, catalogClientSecret);

platform.HandOverPublicAddresses(registry: api, auth, catalog, objects);
platform.HandOverOptionalSettings(auth, api);

auth.WithMakeUserCommand();
api.WithResetCommand([catalog, api, auth], [registryDatabase, authDatabase], objects);

builder.Build().Run();
