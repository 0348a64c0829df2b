using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Objects;

/// <summary>PUT of an object that is there already, under another key, with the headers of its source.</summary>
internal sealed class CopyObject(ObjectFolder objects, StoreFolder folder, CopySource sources, ContentAddress contentAddress, TimeProvider time)
{
    public async Task<S3Error?> HandleAsync(HttpContext context, S3Target target)
    {
        var (opened, error) = sources.Open(context.Request);
        if (opened is null)
        {
            return error;
        }

        using var source = opened;
        var encoding = source.Info.Header(SentHeaders.ContentEncoding);
        if ((error = ContentAddress.CheckRequest(target.Key, encoding)) is not null)
        {
            return error;
        }

        // Read and hashed once more, like an upload: a copy never spreads what a disk has damaged.
        using var writer = folder.CreateTemporary(target.Key, source.Info.Headers);
        var facts = source.Info.Facts;
        var received = await CopySource.CopyAsync(source, new ByteRange(0, facts.Size), writer, context.RequestAborted);
        error = await contentAddress.CheckAsync(writer, encoding, received.Sha256!, context.RequestAborted)
            ?? await objects.CommitAsync(writer, target.Bucket, received.Md5, parts: 0, Conditions.OfWrite(context.Request.Headers));
        if (error is null)
        {
            await S3Xml.WriteAsync(context, "CopyObjectResult", xml =>
            {
                xml.Element("LastModified", time.GetUtcNow());
                xml.Element("ETag", new ObjectFacts(0, default, received.Md5, 0).ETag);
            });
        }

        return error;
    }
}
