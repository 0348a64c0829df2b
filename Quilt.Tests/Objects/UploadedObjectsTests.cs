using System.Security.Cryptography;
using System.Text;
using Amazon.S3.Model;
using Microsoft.Extensions.DependencyInjection;
using Quilt.Api.Objects;
using Quilt.Tests.ObjectStore;

namespace Quilt.Tests.Objects;

/// <summary>Which objects of a push are missing, asked of a store as plain S3 and in bulk.</summary>
public sealed class UploadedObjectsTests(ObjectStoreServer store) : IClassFixture<ObjectStoreServer>
{
    private const string Bucket = "uploads";

    [Theory]
    [InlineData("few", 10, false)]
    [InlineData("few", 10, true)]
    [InlineData("many", 1_300, false)]
    [InlineData("many", 1_300, true)]
    public async Task Missing_objects_are_found(string owner, int count, bool bulk)
    {
        owner = $"{owner}_{(bulk ? "bulk" : "plain")}";
        await store.S3.PutBucketAsync(Bucket);
        var contents = Enumerable.Range(0, count).Select(n => Encoding.UTF8.GetBytes($"{owner} {n}")).ToArray();
        await Parallel.ForAsync(0, count, async (n, cancellation) =>
        {
            if (n % 5 != 0)
            {
                await store.S3.PutObjectAsync(
                    new PutObjectRequest { BucketName = Bucket, Key = ObjectKey.Of(owner, SHA256.HashData(contents[n])), InputStream = new MemoryStream(contents[n]) }, cancellation);
            }
        });
        var options = new ObjectStoreOptions(new Uri(store.Url), ObjectStoreServer.AccessKey, ObjectStoreServer.SecretKey, "us-east-1", Bucket, RequireUploaded: true, bulk);
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var lookup = new BulkLookup(services.GetRequiredService<IHttpClientFactory>(), options, TimeProvider.System);

        var missing = await new UploadedObjects(store.S3, lookup, options).FindMissingAsync(owner, Array.ConvertAll(contents, SHA256.HashData), CancellationToken.None);

        Assert.Equal(
            contents.Where((_, n) => n % 5 == 0).Select(content => Convert.ToHexStringLower(SHA256.HashData(content))).Order(StringComparer.Ordinal),
            missing.Order(StringComparer.Ordinal));
    }
}
