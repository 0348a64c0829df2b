using BenchmarkDotNet.Attributes;
using Quilt.Api.Manifests;

namespace Quilt.Benchmarks.Loops;

/// <summary>What a push costs before the database: reading the body and hashing the package.</summary>
[MemoryDiagnoser]
public class ManifestBenchmarks
{
    private byte[] _body = [];
    private Manifest? _manifest;

    /// <summary>Objects in the package.</summary>
    [Params(1_000, 20_000, 400_000)]
    public int Objects { get; set; }

    /// <summary>Makes the body.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _body = new PackageTree("benchmark", Objects).Body(dryRun: false);
        _manifest = Read().Manifest;
    }

    /// <summary>Reads the body, sizes included.</summary>
    [Benchmark]
    public int Parse() => Read().SizesOfObjects().Value!.Length;

    /// <summary>Hashes a package that is read.</summary>
    [Benchmark]
    public byte[] Hash() => PackageHash.Compute(_manifest!);

    /// <summary>Both, as a push does.</summary>
    [Benchmark(Baseline = true)]
    public byte[] ParseAndHash() => PackageHash.Compute(Read().Manifest);

    private PushBody Read() => PushBody.Parse(_body, ManifestLimits.Default, PushBodyKind.Package).Value!;
}
