using Microsoft.Extensions.Options;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Buckets;

/// <summary>What can be done with a bucket but listing its objects.</summary>
internal sealed class BucketOperations(BucketStore buckets, DiskThreads disk, IOptions<ObjectStoreOptions> options)
{
    private readonly string _region = options.Value.Region;

    public async Task<S3Error?> CreateAsync(HttpContext context, S3Target target)
    {
        // Creating one's own bucket again is success, so that several services may do it as they start.
        await disk.RunAsync(() =>
        {
            buckets.Create(target.Bucket);
            return true;
        });
        context.Response.Headers.Location = "/" + target.Bucket;
        context.Response.ContentLength = 0;
        return null;
    }

    public S3Error? Head(HttpContext context, S3Target target)
    {
        context.Response.Headers["x-amz-bucket-region"] = _region;
        return buckets.Exists(target.Bucket) ? null : S3Error.NoSuchBucket;
    }

    public async Task<S3Error?> DeleteAsync(HttpContext context, S3Target target)
    {
        var error = await disk.RunAsync(() => buckets.Delete(target.Bucket));
        if (error is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }

        return error;
    }

    public async Task<S3Error?> LocationAsync(HttpContext context, S3Target target)
    {
        if (!buckets.Exists(target.Bucket))
        {
            return S3Error.NoSuchBucket;
        }

        // The first region has no name here, for historical reasons of S3.
        await S3Xml.WriteAsync(context, "LocationConstraint", xml => xml.WriteString(_region == "us-east-1" ? "" : _region));
        return null;
    }

    public async Task<S3Error?> ListAsync(HttpContext context)
    {
        await S3Xml.WriteAsync(context, "ListAllMyBucketsResult", xml =>
        {
            xml.Owner();
            xml.WriteStartElement("Buckets");
            foreach (var (name, created) in buckets.List())
            {
                xml.WriteStartElement("Bucket");
                xml.Element("Name", name);
                xml.Element("CreationDate", created);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
        return null;
    }
}
