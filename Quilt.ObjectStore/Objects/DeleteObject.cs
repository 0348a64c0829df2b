using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Objects;

/// <summary>DELETE of one object, and the bulk form; deleting what is not there is success.</summary>
internal sealed class DeleteObject(ObjectFolder objects, BucketStore buckets)
{
    private const int MostKeys = 1000;

    public async Task<S3Error?> HandleAsync(HttpContext context, S3Target target)
    {
        var error = await objects.DeleteAsync(target.Bucket, target.Key, Conditions.OfWrite(context.Request.Headers));
        if (error is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }

        return error;
    }

    public async Task<S3Error?> HandleManyAsync(HttpContext context, S3Target target, RequestDocument document)
    {
        if (!buckets.Exists(target.Bucket))
        {
            return S3Error.NoSuchBucket;
        }

        var keys = document.Root?.Children("Object").Select(item => item.Children("Key").FirstOrDefault()?.Value).ToList();
        if (keys is null || keys.Count is 0 or > MostKeys || keys.Any(string.IsNullOrEmpty))
        {
            return document.Error ?? S3Error.MalformedXml;
        }

        var outcomes = await Task.WhenAll(keys.Select(async key => (Key: key!, Error: S3Target.IsKeyTooLong(key!)
            ? S3Error.KeyTooLong
            : await objects.DeleteAsync(target.Bucket, key!, precondition: null))));
        var quiet = document.Root!.Children("Quiet").FirstOrDefault()?.Value == "true";
        await S3Xml.WriteAsync(context, "DeleteResult", xml =>
        {
            foreach (var (key, error) in outcomes)
            {
                if (error is null && quiet)
                {
                    continue;
                }

                xml.WriteStartElement(error is null ? "Deleted" : "Error");
                xml.Element("Key", key);
                if (error is not null)
                {
                    xml.Element("Code", error.Code);
                    xml.Element("Message", error.Message);
                }

                xml.WriteEndElement();
            }
        });
        return null;
    }
}
