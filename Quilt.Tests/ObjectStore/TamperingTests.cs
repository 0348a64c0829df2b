using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Quilt.Tests.ObjectStore;

public sealed class TamperingTests(ObjectStoreServer server) : IClassFixture<ObjectStoreServer>
{
    private const string Content = "the content as it was signed";

    [Theory]
    [InlineData(true, "SignatureDoesNotMatch")]
    [InlineData(false, "XAmzContentSHA256Mismatch")]
    public async Task A_body_changed_on_the_way_is_refused(bool chunked, string code)
    {
        using var client = server.CreateClient(configure: config => config.HttpClientFactory = new TamperingClients());
        var failure = await Assert.ThrowsAsync<AmazonS3Exception>(() => client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = ObjectStoreServer.Bucket,
            Key = "tampered",
            ContentBody = Content,
            UseChunkEncoding = chunked,
        }));
        Assert.Equal(code, failure.ErrorCode);
        Assert.Empty(server.Files());
    }

    private sealed class TamperingClients : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Tampering());
    }

    private sealed class Tampering() : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = request.Content!;
            var body = System.Text.Encoding.Latin1.GetString(await sent.ReadAsByteArrayAsync(cancellationToken));
            Assert.Contains(Content, body, StringComparison.Ordinal);
            request.Content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(body.Replace("signed", "singed", StringComparison.Ordinal)));
            foreach (var header in sent.Headers)
            {
                request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
