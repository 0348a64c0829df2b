using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quilt.Tests.Standalone;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;

namespace Quilt.Tests.Stack;

/// <summary>
/// What a platform puts before replicas: one address for each service, behind which the replicas take turns. It looks
/// whether they live, and leaves out those that do not. Who answered, it tells in a header.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    /// <summary>Which replica answered.</summary>
    public const string ReplicaHeader = "X-Replica";

    private readonly Dictionary<string, Uri> _addresses = [];
    private WebApplication? _proxy;

    /// <summary>Reserves an address for a service, before its replicas are there.</summary>
    public Uri Reserve(string service)
    {
        var address = new Uri($"http://localhost:{FreePorts.Next()}");
        _addresses[service] = address;
        return address;
    }

    public async Task StartAsync(ILookup<string, ServiceProcess> replicas)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls([.. _addresses.Values.Select(address => address.AbsoluteUri)]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [.. replicas.Select(service => RouteTo(service.Key, _addresses[service.Key]))],
                [.. replicas.Select(service => ClusterOf(service.Key, service))])
            .AddTransforms(transforms =>
            {
                transforms.AddOriginalHost();
                transforms.AddXForwarded(ForwardedTransformActions.Append);
                transforms.AddResponseTransform(answer =>
                {
                    if (answer.HttpContext.Features.Get<IReverseProxyFeature>()?.ProxiedDestination is { } destination)
                    {
                        answer.HttpContext.Response.Headers[ReplicaHeader] = destination.DestinationId;
                    }

                    return ValueTask.CompletedTask;
                });
            });
        _proxy = builder.Build();
        _proxy.MapReverseProxy();
        await _proxy.StartAsync();
    }

    /// <summary>Waits until as many replicas of a service take part.</summary>
    public async Task TakesPartAsync(string service, int replicas)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var lookup = _proxy!.Services.GetRequiredService<IProxyStateLookup>();
        while (!lookup.TryGetCluster(service, out var cluster) || cluster.DestinationsState.AvailableDestinations.Count != replicas)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }
    }

    private static RouteConfig RouteTo(string service, Uri address) => new()
    {
        RouteId = service,
        ClusterId = service,
        Match = new RouteMatch { Hosts = [address.Authority], Path = "{**any}" },
    };

    private static ClusterConfig ClusterOf(string service, IEnumerable<ServiceProcess> replicas) => new()
    {
        ClusterId = service,
        LoadBalancingPolicy = "RoundRobin",
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = "HealthyAndUnknown",
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = TimeSpan.FromMilliseconds(500),
                Timeout = TimeSpan.FromSeconds(5),
                Path = "/alive",
                Policy = "ConsecutiveFailures",
            },
        },
        Metadata = new Dictionary<string, string> { ["ConsecutiveFailuresHealthPolicy.Threshold"] = "1" },
        Destinations = replicas.ToDictionary(replica => replica.Name, replica => new DestinationConfig { Address = replica.Address.AbsoluteUri }),
    };
}
