using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Quilt.Api.Http;
using Quilt.Api.Objects;

namespace Quilt.Api.Contents;

/// <summary>An object as the store has it.</summary>
/// <param name="Length">Bytes as stored.</param>
/// <param name="Encoding"><c>gzip</c>, or null.</param>
internal sealed record StoredObject(long Length, string? Encoding);

/// <summary>Asks the store how it keeps an object.</summary>
internal sealed class StoredObjects(IAmazonS3 store, ObjectStoreOptions options)
{
    /// <summary>The object, or null where it was never uploaded.</summary>
    /// <exception cref="Exception">See <see cref="StoreFailure.IsAway"/>.</exception>
    public async Task<StoredObject?> FindAsync(string owner, byte[] hash, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await store.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = options.Bucket, Key = ObjectKey.Of(owner, hash) }, cancellationToken);
            return new StoredObject(metadata.ContentLength, metadata.Headers.ContentEncoding is { Length: > 0 } encoding ? encoding : null);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public static ApiError Away() => ApiError.Unavailable("The object store does not answer. Try again in a moment.");
}
