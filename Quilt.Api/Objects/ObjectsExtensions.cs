using Amazon.Runtime;
using Amazon.S3;

namespace Quilt.Api.Objects;

internal static class ObjectsExtensions
{
    public static void AddObjects(this WebApplicationBuilder builder)
    {
        var options = ObjectStoreOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IAmazonS3>(_ => new AmazonS3Client(
            new BasicAWSCredentials(options.AccessKey, options.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = options.Endpoint.AbsoluteUri,
                AuthenticationRegion = options.Region,
                ForcePathStyle = true,
                Timeout = TimeSpan.FromSeconds(20),
                MaxErrorRetry = 2,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            }));
        builder.Services.AddHostedService<BucketAtStart>();
        builder.Services.AddSingleton<ObjectUrls>();
        builder.Services.AddHttpClient(BulkLookup.ClientName, client => client.Timeout = TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton<BulkLookup>();
        builder.Services.AddSingleton<UploadedObjects>();
        builder.Services.AddSingleton<ReadmeReader>();
    }
}
