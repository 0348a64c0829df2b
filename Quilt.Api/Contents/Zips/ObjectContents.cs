using System.IO.Compression;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Quilt.Api.Objects;

namespace Quilt.Api.Contents.Zips;

/// <summary>Reads objects from the store as they were before any compression.</summary>
internal sealed class ObjectContents(IAmazonS3 store, ObjectStoreOptions options)
{
    /// <summary>How long the store may send nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The content of an object from its byte <paramref name="start"/>; what is stored compressed is read from its beginning.</summary>
    public async Task<Stream> OpenAsync(string owner, byte[] hash, long start, CancellationToken cancellationToken)
    {
        if (start == 0)
        {
            var answer = await GetAsync(owner, hash, 0, cancellationToken);
            return answer.Headers.ContentEncoding is "gzip" ? new GZipStream(answer.ResponseStream, CompressionMode.Decompress) : answer.ResponseStream;
        }

        return await TryOpenPlainAsync(owner, hash, start, cancellationToken) ?? await SkipAsync(owner, hash, start, cancellationToken);
    }

    /// <summary>The content from a byte on; null where it is stored compressed.</summary>
    private async Task<Stream?> TryOpenPlainAsync(string owner, byte[] hash, long start, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await GetAsync(owner, hash, start, cancellationToken);
            if (answer.Headers.ContentEncoding is not "gzip")
            {
                return answer.ResponseStream;
            }

            answer.Dispose();
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // It is shorter in the store than its content, so it must be compressed; if not, reading it will tell.
        }

        return null;
    }

    private async Task<Stream> SkipAsync(string owner, byte[] hash, long start, CancellationToken cancellationToken)
    {
        var whole = await OpenAsync(owner, hash, 0, cancellationToken);
        try
        {
            var skipped = new byte[64 * 1024];
            for (var rest = start; rest > 0;)
            {
                var read = await whole.ReadAsync(skipped.AsMemory(0, (int)Math.Min(rest, skipped.Length)), cancellationToken);
                rest = read > 0 ? rest - read : throw new InvalidDataException("An object ends before its time.");
            }

            return whole;
        }
        catch
        {
            await whole.DisposeAsync();
            throw;
        }
    }

    private Task<GetObjectResponse> GetAsync(string owner, byte[] hash, long start, CancellationToken cancellationToken) => store.GetObjectAsync(
        new GetObjectRequest
        {
            BucketName = options.Bucket,
            Key = ObjectKey.Of(owner, hash),
            ByteRange = start > 0 ? new ByteRange(start, long.MaxValue) : null,
        },
        cancellationToken);
}
