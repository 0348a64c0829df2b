using System.Buffers;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Quilt.ServiceDefaults.PublicAddresses;

namespace Quilt.Api.Objects;

/// <summary>Makes the presigned addresses under which clients reach objects straight in the store.</summary>
internal sealed class ObjectUrls(ObjectStoreOptions options, PublicUrls publicUrls, IAmazonS3 store, TimeProvider time)
{
    public DownloadUrls ForDownload(HttpRequest request, string owner) => new(this, Base(request), owner);

    public UploadUrls ForUpload(HttpRequest request, string owner) => new(this, Base(request), owner);

    internal string Sign(string address, string owner, ReadOnlySpan<byte> hash, HttpVerb verb) => store.GetPreSignedURL(new GetPreSignedUrlRequest
    {
        BucketName = options.Bucket,
        Key = ObjectKey.Of(owner, hash),
        Verb = verb,
        Expires = time.GetUtcNow().UtcDateTime.AddDays(1),
        Protocol = Protocol.HTTP,
    });

    private string Base(HttpRequest request) => publicUrls.For(request, QuiltService.Objects);
}

internal readonly struct DownloadUrls(ObjectUrls urls, string address, string owner)
{
    public string Of(ReadOnlySpan<byte> hash) => urls.Sign(address, owner, hash, HttpVerb.GET);

    public void Write(ReadOnlySpan<byte> hash, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(Of(hash)));
}

internal readonly struct UploadUrls(ObjectUrls urls, string address, string owner)
{
    public string HeadOf(ReadOnlySpan<byte> hash) => urls.Sign(address, owner, hash, HttpVerb.HEAD);

    public string PutOf(ReadOnlySpan<byte> hash) => urls.Sign(address, owner, hash, HttpVerb.PUT);

    public void WriteHead(ReadOnlySpan<byte> hash, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(HeadOf(hash)));

    public void WritePut(ReadOnlySpan<byte> hash, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(PutOf(hash)));
}
