using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Quilt.Api.Objects;

namespace Quilt.Api.Moves;

/// <summary>
/// Gives an owner the objects of another, inside the store. Those that are there are left alone, so that what was
/// interrupted goes on where it stopped. The old ones stay: other packages of the old owner may share them, and
/// downloads that began before the move go on.
/// </summary>
internal sealed partial class ObjectCopies(IAmazonS3 store, UploadedObjects uploaded, ObjectStoreOptions options, ILogger<ObjectCopies> logger)
{
    private const int Concurrency = 16;

    /// <summary>
    /// What one request copies. S3 copies at most 5 GiB at once; a store that answers only when it is done must be done
    /// within the client's patience.
    /// </summary>
    public long LargestAtOnce { get; init; } = 256L * 1024 * 1024;

    /// <summary>Copies those of <paramref name="objects"/> that <paramref name="to"/> lacks.</summary>
    /// <exception cref="Exception">See <see cref="StoreFailure.IsAway"/>.</exception>
    public async Task CopyMissingAsync(string from, string to, IReadOnlyCollection<OwnedObject> objects, MoveProgress progress, CancellationToken cancellationToken)
    {
        var missing = await uploaded.FindMissingAsync(to, [.. objects.Select(item => item.Hash)], cancellationToken);
        var large = objects.Where(item => item.Size > LargestAtOnce).Select(item => Convert.ToHexStringLower(item.Hash)).ToHashSet(StringComparer.Ordinal);
        progress.Expect(missing.Count);
        await Parallel.ForEachAsync(
            missing,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (hash, token) =>
            {
                var (source, target) = (ObjectKey.Prefix(from) + hash, ObjectKey.Prefix(to) + hash);
                try
                {
                    await (large.Contains(hash) ? CopyLargeAsync(source, target, token) : CopyAsync(source, target, token));
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
                {
                    // It was never uploaded (a registry may allow that), or was lost: the move makes that no worse.
                    LogAbsent(source);
                }

                progress.Copied();
            });
    }

    /// <summary>Encoding, type and metadata go with it.</summary>
    private Task<CopyObjectResponse> CopyAsync(string source, string target, CancellationToken cancellationToken) =>
        store.CopyObjectAsync(
            new CopyObjectRequest { SourceBucket = options.Bucket, SourceKey = source, DestinationBucket = options.Bucket, DestinationKey = target },
            cancellationToken);

    private async Task CopyLargeAsync(string source, string target, CancellationToken cancellationToken)
    {
        // The registry knows the size before compression; what counts is the one in the store.
        var found = await store.GetObjectMetadataAsync(options.Bucket, source, cancellationToken);
        if (found.ContentLength <= LargestAtOnce)
        {
            await CopyAsync(source, target, cancellationToken);
            return;
        }

        var begin = new InitiateMultipartUploadRequest { BucketName = options.Bucket, Key = target };
        begin.Headers.ContentType = found.Headers.ContentType;
        begin.Headers.ContentEncoding = found.Headers.ContentEncoding;
        foreach (var name in found.Metadata.Keys)
        {
            begin.Metadata[name] = found.Metadata[name];
        }

        var upload = (await store.InitiateMultipartUploadAsync(begin, cancellationToken)).UploadId;
        try
        {
            await CopyPartsAsync(source, target, upload, found.ContentLength, cancellationToken);
        }
        catch
        {
            // Parts cost room until somebody says that they are not wanted; also when the caller has gone.
            await store.AbortMultipartUploadAsync(options.Bucket, target, upload, CancellationToken.None);
            throw;
        }
    }

    private async Task CopyPartsAsync(string source, string target, string upload, long length, CancellationToken cancellationToken)
    {
        var parts = new List<PartETag>();
        for (var position = 0L; position < length; position += LargestAtOnce)
        {
            var part = await store.CopyPartAsync(
                new CopyPartRequest
                {
                    SourceBucket = options.Bucket,
                    SourceKey = source,
                    DestinationBucket = options.Bucket,
                    DestinationKey = target,
                    UploadId = upload,
                    PartNumber = parts.Count + 1,
                    FirstByte = position,
                    LastByte = Math.Min(position + LargestAtOnce, length) - 1,
                },
                cancellationToken);
            parts.Add(new PartETag(parts.Count + 1, part.ETag));
        }

        await store.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = options.Bucket, Key = target, UploadId = upload, PartETags = parts }, cancellationToken);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The object {Key} is not in the store; the package that it belongs to is moved without it")]
    private partial void LogAbsent(string key);
}

/// <param name="Hash">SHA-256 of the content, 32 bytes.</param>
/// <param name="Size">Bytes before compression.</param>
internal readonly record struct OwnedObject(byte[] Hash, long Size);
