using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using BenchmarkDotNet.Attributes;
using Quilt.Api.Objects.Presigning;

namespace Quilt.Benchmarks.Loops;

/// <summary>One presigned URL, ours beside the SDK's.</summary>
[MemoryDiagnoser]
public class PresignBenchmarks : IDisposable
{
    private const string Store = "http://127.0.0.1:5001";

    private readonly byte[] _hash = SHA256.HashData("object"u8);
    private byte[] _url = [];
    private PresignBatch? _batch;
    private AmazonS3Client? _sdk;

    /// <summary>Makes both signers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _batch = new Presigner("key", "secret", "us-east-1", Presigner.DefaultLifetime)
            .For(new(Store), "quilt", "alice", HttpMethod.Get, DateTimeOffset.UtcNow);
        _url = new byte[_batch.UrlLength];
        _sdk = new(
            new BasicAWSCredentials("key", "secret"),
            new AmazonS3Config { ServiceURL = Store, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
    }

    /// <summary>Releases both signers.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _batch?.Dispose();
        _sdk?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Quilt's.</summary>
    [Benchmark]
    public void Ours() => _batch!.Write(_hash, _url);

    /// <summary>That of AWSSDK.S3.</summary>
    [Benchmark(Baseline = true)]
    public string Sdk() => _sdk!.GetPreSignedURL(new()
    {
        BucketName = "quilt",
        Key = "objs/alice/" + Convert.ToHexStringLower(_hash),
        Verb = HttpVerb.GET,
        Expires = DateTime.UtcNow.AddDays(1),
        Protocol = Protocol.HTTP,
    });
}
