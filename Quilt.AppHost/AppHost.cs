using Microsoft.Extensions.Configuration;
using Quilt.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// Quilt__Containers=false: no container engine here, so the whole registry runs as one process.
if (!builder.Configuration.GetValue("Quilt:Containers", defaultValue: true))
{
    builder.AddStandalone();
    builder.Build().Run();
    return;
}

var postgres = builder.AddPostgres("postgres", password: builder.AddSecret("postgres-password")).WithDataVolume();
var registryDatabase = postgres.AddDatabase("registry");
var authDatabase = postgres.AddDatabase("auth-db", "auth");

var redis = builder.AddRedis("redis", port: null, password: builder.AddSecret("redis-password")).WithDataVolume();

var objectsKey = builder.AddParameter("objects-access-key", "quilt", publishValueAsDefault: true);
var objectsSecret = builder.AddSecret("objects-secret-key");
var objects = builder.AddObjectStore("objects", port: 5001, objectsKey, objectsSecret);

var registryClientSecret = builder.AddSecret("registry-client-secret");
var catalogClientSecret = builder.AddSecret("catalog-client-secret");

var auth = builder.AddService<Projects.Quilt_Auth>("auth", port: 5002)
    .WithReference(authDatabase).WaitFor(authDatabase)
    .WithReference(redis).WaitFor(redis)
    .WithEnvironment("Quilt__ServiceClients__registry__Secret", registryClientSecret)
    .WithEnvironment("Quilt__ServiceClients__catalog__Secret", catalogClientSecret)
    .WithEnvironment("Quilt__EnableUserEndpoints", "true")
    .WithFirstAdmin();

var api = builder.AddService<Projects.Quilt_Api>("api", port: 5000)
    .WithReference(registryDatabase).WaitFor(registryDatabase)
    .WithReference(redis).WaitFor(redis)
    .WithReference(auth).WaitFor(auth)
    .WaitFor(objects)
    .WithEnvironment("Quilt__Objects__Endpoint", objects.GetEndpoint("http"))
    .WithEnvironment("Quilt__Objects__AccessKey", objectsKey)
    .WithEnvironment("Quilt__Objects__SecretKey", objectsSecret)
    .WithEnvironment("Quilt__ServiceClients__registry__Secret", registryClientSecret)
    .WithEnvironment("Quilt__EnableUserEndpoints", "true");

var catalog = builder.AddService<Projects.Quilt_Catalog>("catalog", port: 3000)
    .WithReference(redis).WaitFor(redis)
    .WithReference(auth).WaitFor(auth)
    .WithReference(api).WaitFor(api)
    .WithEnvironment("Quilt__ServiceClients__catalog__Secret", catalogClientSecret);

foreach (var service in new[] { auth, api, catalog })
{
    service.WithPublicUrls(registry: api, auth, catalog, objects);
}

builder.Build().Run();
