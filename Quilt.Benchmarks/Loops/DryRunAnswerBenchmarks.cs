using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quilt.Api.Manifests;
using Quilt.Api.Objects;
using Quilt.Api.Pushes;
using Quilt.ServiceDefaults;

namespace Quilt.Benchmarks.Loops;

/// <summary>Writing the answer to a dry run: two presigned URLs per object, to a client that reads as fast as we write.</summary>
[MemoryDiagnoser]
public class DryRunAnswerBenchmarks : IDisposable
{
    private ServiceProvider? _services;
    private ObjectTable? _objects;

    /// <summary>Objects in the package.</summary>
    [Params(1_000, 20_000)]
    public int Objects { get; set; }

    /// <summary>Wires what the service wires.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var builder = ServiceDefaultsExtensions.CreateServiceBuilder("Quilt.Api", [], builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Quilt:Objects:Endpoint"] = "http://127.0.0.1:5001",
            ["Quilt:Objects:AccessKey"] = "key",
            ["Quilt:Objects:SecretKey"] = "secret",
        }));
        builder.AddObjects();
        _services = builder.Services.BuildServiceProvider();
        _objects = Manifest.Read(new PackageTree("benchmark", Objects).Contents, ManifestLimits.Default).Value!.Objects;
    }

    /// <summary>Releases the services.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _services?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The whole answer.</summary>
    [Benchmark]
    public async Task Write()
    {
        var context = new DefaultHttpContext { RequestServices = _services! };
        context.Request.Scheme = "http";
        context.Request.Host = new("127.0.0.1", 5000);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await new DryRunAnswer(_objects!, "alice", _services!.GetRequiredService<ObjectUrls>()).ExecuteAsync(context);
    }
}
