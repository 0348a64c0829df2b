using Amazon.Runtime;
using Amazon.S3;
using Quilt.Api.Http;

namespace Quilt.Api.Objects;

/// <summary>Tells a store that is away from a store that answered no.</summary>
internal static class StoreFailure
{
    /// <summary>Whether the store could not be reached or failed by itself, as against the caller having gone.</summary>
    public static bool IsAway(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && exception switch
        {
            AmazonS3Exception s3 => (int)s3.StatusCode >= 500 || s3.StatusCode == 0,
            AmazonClientException or HttpRequestException or IOException or TimeoutException or OperationCanceledException => true,
            _ => false,
        };

    /// <summary>What a push answers then.</summary>
    public static ApiError Error() => ApiError.Unavailable("The object store does not answer, so the push cannot be checked. Try again in a moment.");
}
