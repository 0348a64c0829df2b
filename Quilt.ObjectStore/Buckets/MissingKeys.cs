using System.Text;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Signing;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Buckets;

/// <summary>
/// <c>POST /BUCKET?missing</c>, which S3 does not have: keys, one a line, are answered by those that no object has. The
/// registry asks so for the objects of a push, where S3 would want a request for each, or a listing of all there is.
/// </summary>
internal sealed class MissingKeys(BucketStore buckets, DiskThreads disk, RequestSigner signer)
{
    public async Task<S3Error?> HandleAsync(HttpContext context, S3Target target, PayloadSignature signature)
    {
        if (!buckets.Exists(target.Bucket))
        {
            return S3Error.NoSuchBucket;
        }

        var (body, error) = await SmallBody.ReadAsync(context.Request, signature, signer, context.RequestAborted);
        if (body is null)
        {
            return error;
        }

        var keys = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Exists(keys, key => S3Target.IsKeyTooLong(key) || key.Contains('\0', StringComparison.Ordinal)))
        {
            return S3Error.KeyTooLong;
        }

        var folder = buckets.FolderOf(target.Bucket);
        var missing = await disk.RunAsync(() => string.Join('\n', keys.Where(key => !File.Exists(KeyPath.OfObject(folder, key)))));
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(missing, context.RequestAborted);
        return null;
    }
}
