using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Quilt.Api.Objects;

/// <summary>Creates the bucket where it is missing. A store that does not answer yet does not stop the start: metadata calls go on without it.</summary>
internal sealed partial class BucketAtStart(IAmazonS3 store, ObjectStoreOptions options, TimeProvider time, ILogger<BucketAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryCreateAsync(stoppingToken))
        {
            await Task.Delay(RetryDelay, time, stoppingToken);
        }
    }

    private async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.PutBucketAsync(new PutBucketRequest { BucketName = options.Bucket }, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.Conflict)
        {
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.Forbidden)
        {
            LogForbidden(options.Bucket, exception.ErrorCode);
            return true;
        }
        catch (Exception exception) when (StoreFailure.IsAway(exception, cancellationToken))
        {
            LogAway(options.Endpoint, exception.Message);
            return false;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The object store at {Endpoint} does not answer ({Reason}); trying again")]
    private partial void LogAway(Uri endpoint, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Bucket {Bucket} may not be created with these keys ({Code}); it must exist already")]
    private partial void LogForbidden(string bucket, string code);
}
