using System.IO.Pipelines;
using Quilt.Api.Manifests;
using Quilt.Api.Objects;
using Quilt.Api.Objects.Presigning;
using Quilt.Api.Telemetry;

namespace Quilt.Api.Pushes;

/// <summary>The answer to a dry run, streamed: where to look for and where to put each object of the tree.</summary>
internal sealed class DryRunAnswer(ObjectTable objects, string owner, ObjectUrls urls) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        using var head = urls.For(httpContext.Request, owner, HttpMethod.Head);
        using var put = urls.For(httpContext.Request, owner, HttpMethod.Put);
        await WriteAsync(httpContext.Response.BodyWriter, objects.Hashes, head, put, httpContext.RequestAborted);
        RegistryMeters.Signed(HttpMethod.Head, objects.Count);
        RegistryMeters.Signed(HttpMethod.Put, objects.Count);
    }

    /// <summary>Writes the answer's body.</summary>
    public static async Task WriteAsync(
        PipeWriter output, ReadOnlyMemory<byte> hashes, PresignBatch head, PresignBatch put, CancellationToken cancellationToken)
    {
        await output.WriteAsync("{\"upload_urls\":"u8.ToArray(), cancellationToken);
        await PresignedUrls.WritePairsAsync(output, hashes, head, put, cancellationToken);
        await output.WriteAsync("}"u8.ToArray(), cancellationToken);
    }
}
