using Quilt.ObjectStore.Payloads;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Signing;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Objects;

/// <summary>PUT of a whole object.</summary>
internal sealed class PutObject(ObjectFolder objects, StoreFolder folder, Receiver receiver, ContentAddress contentAddress)
{
    public async Task<S3Error?> HandleAsync(HttpContext context, S3Target target, PayloadSignature signature)
    {
        var request = context.Request;
        var headers = SentHeaders.Read(request.Headers, out var error);
        using var writer = folder.CreateTemporary(target.Key, headers);
        var encoding = headers.FirstOrDefault(header => header.Name == SentHeaders.ContentEncoding).Value;
        if ((error ??= ContentAddress.CheckRequest(target.Key, encoding)) is not null)
        {
            return error;
        }

        (var received, error) = await receiver.ReceiveAsync(request, signature, writer, ContentAddress.Applies(target.Key), context.RequestAborted);
        error ??= received.Sha256 is null ? null : await contentAddress.CheckAsync(writer, encoding, received.Sha256, context.RequestAborted);
        error ??= await objects.CommitAsync(writer, target.Bucket, received.Md5, parts: 0, Conditions.OfWrite(request.Headers));
        if (error is null)
        {
            context.Response.Headers.ETag = new ObjectFacts(0, default, received.Md5, 0).ETag;
            context.Response.ContentLength = 0;
        }

        return error;
    }
}
