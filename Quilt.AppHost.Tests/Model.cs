using System.Collections.Concurrent;

namespace Quilt.AppHost.Tests;

/// <summary>
/// The AppHost's model, built but never started: no container engine is needed to look at it. Tests that give the same
/// arguments share one, and it is kept to the end: putting an AppHost away that never ran takes half a minute.
/// </summary>
internal sealed class Model
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Model>>> Models = new();

    private readonly IDistributedApplicationTestingBuilder _builder;
    private readonly DistributedApplication _application;

    private Model(IDistributedApplicationTestingBuilder builder, DistributedApplication application)
    {
        _builder = builder;
        _application = application;
    }

    /// <summary>What runs or is reached, without the helpers (rebuilders and the like) that Aspire adds for its own use.</summary>
    public IEnumerable<IResource> Resources => _builder.Resources
        .Where(resource => resource is ProjectResource or ContainerResource or IResourceWithConnectionString);

    public static Task<Model> ForRunAsync(params string[] args) => GetAsync(args);

    public static Task<Model> ForPublishAsync(params string[] args) => GetAsync(["--operation", "publish", .. args]);

    /// <summary>Everything in the model, Aspire's own helpers included.</summary>
    public IEnumerable<IResource> All => _builder.Resources;

    public IResource this[string name] => _builder.Resources.Single(resource => resource.Name == name);

    public EndpointAnnotation Endpoint(string resource, string name = "http") =>
        this[resource].Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == name);

    /// <summary>What the dashboard will write for the address of an endpoint.</summary>
    public async Task<string?> UrlTextAsync(string resource, string endpoint = "http")
    {
        var owner = Assert.IsAssignableFrom<IResourceWithEndpoints>(this[resource]);
        var url = new ResourceUrlAnnotation { Url = "http://localhost", Endpoint = owner.GetEndpoint(endpoint) };
        var context = new ResourceUrlsCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), owner, [url]);
        foreach (var annotation in owner.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return url.DisplayText;
    }

    /// <summary>The environment of a resource in the words of a manifest: <c>{auth.bindings.http.url}</c>, not an address.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(string resource) =>
        (await ConfigurationAsync(resource)).EnvironmentVariables.ToDictionary();

    /// <summary>What a resource is started with.</summary>
    public async Task<IReadOnlyList<string>> ArgumentsAsync(string resource) =>
        [.. (await ConfigurationAsync(resource)).Arguments.Select(argument => argument.Value)];

    private async Task<IExecutionConfigurationResult> ConfigurationAsync(string resource)
    {
        var result = await ExecutionConfigurationBuilder.Create(this[resource])
            .WithArgumentsConfig()
            .WithEnvironmentVariablesConfig()
            .BuildAsync(new DistributedApplicationExecutionContext(
                new DistributedApplicationExecutionContextOptions(DistributedApplicationOperation.Publish) { Services = _application.Services }));
        Assert.Null(result.Exception);
        return result;
    }

    private static Task<Model> GetAsync(string[] args) => Models.GetOrAdd(string.Join('\n', args), _ => new(() => BuildAsync(args))).Value;

    private static async Task<Model> BuildAsync(string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Quilt_AppHost>(args);
        return new Model(builder, await builder.BuildAsync());
    }
}
