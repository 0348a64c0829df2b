using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Npgsql;

namespace Quilt.Stack;

/// <summary>Takes a developer's stack back to its first day. The services must not run meanwhile; they make anew what they need.</summary>
public static class StackReset
{
    /// <summary>
    /// Puts an empty database in the place of that which a connection string names, whoever is connected to it. It must be
    /// there again at once: Aspire holds a service back until its database answers.
    /// </summary>
    public static async Task EmptyDatabaseAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        var database = settings.Database;
        settings.Database = "postgres";
        await using var source = NpgsqlDataSource.Create(settings);
        foreach (var statement in (string[])[$"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)", $"CREATE DATABASE \"{database}\""])
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Deletes every object of the bucket, if there is one.</summary>
    public static async Task EmptyBucketAsync(Uri endpoint, string accessKey, string secretKey, string bucket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        using var store = new AmazonS3Client(new BasicAWSCredentials(accessKey, secretKey), new AmazonS3Config
        {
            ServiceURL = endpoint.AbsoluteUri,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
        try
        {
            // Each page is deleted before the next is asked for, so the first page is always what is left.
            while (await store.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, cancellationToken) is { S3Objects: { Count: > 0 } objects })
            {
                await Parallel.ForEachAsync(objects, cancellationToken, async (item, cancel) => await store.DeleteObjectAsync(bucket, item.Key, cancel));
            }
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchBucket")
        {
            // Nothing was ever stored.
        }
    }
}
