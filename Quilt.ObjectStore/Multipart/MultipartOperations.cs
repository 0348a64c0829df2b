using System.Globalization;
using Quilt.ObjectStore.Objects;
using Quilt.ObjectStore.Payloads;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Signing;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Multipart;

/// <summary>Beginning, feeding, looking at and giving up an upload in parts.</summary>
internal sealed class MultipartOperations(MultipartStore uploads, BucketStore buckets, Receiver receiver, CopySource sources, TimeProvider time)
{
    public const int MostParts = 10_000;
    private const int LargestPage = 1000;

    public async Task<S3Error?> CreateAsync(HttpContext context, S3Target target)
    {
        var headers = SentHeaders.Read(context.Request.Headers, out var error);
        var encoding = headers.FirstOrDefault(header => header.Name == SentHeaders.ContentEncoding).Value;
        error ??= buckets.Exists(target.Bucket) ? ContentAddress.CheckRequest(target.Key, encoding) : S3Error.NoSuchBucket;
        if (error is not null)
        {
            return error;
        }

        var id = await uploads.CreateAsync(target, headers);
        await S3Xml.WriteAsync(context, "InitiateMultipartUploadResult", xml =>
        {
            xml.Element("Bucket", target.Bucket);
            xml.Element("Key", target.Key);
            xml.Element("UploadId", id);
        });
        return null;
    }

    public async Task<S3Error?> UploadPartAsync(HttpContext context, S3Target target, PayloadSignature signature)
    {
        if (!int.TryParse(target["partNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MostParts)
        {
            return S3Error.InvalidArgument($"partNumber must be a number from 1 to {MostParts}.");
        }

        if (uploads.Find(target["uploadId"], target) is not { } upload)
        {
            return S3Error.NoSuchUpload;
        }

        if (CopySource.IsNamed(context.Request))
        {
            return await CopyPartAsync(context, target, upload, number);
        }

        using var part = uploads.CreatePart(target);
        var (received, error) = await receiver.ReceiveAsync(context.Request, signature, part, wantsSha256: false, context.RequestAborted);
        error ??= await uploads.AddPartAsync(upload, number, part, received.Md5);
        if (error is null)
        {
            context.Response.Headers.ETag = new ObjectFacts(0, default, received.Md5, 0).ETag;
            context.Response.ContentLength = 0;
        }

        return error;
    }

    private async Task<S3Error?> CopyPartAsync(HttpContext context, S3Target target, Upload upload, int number)
    {
        var (opened, error) = sources.Open(context.Request);
        if (opened is null)
        {
            return error;
        }

        using var source = opened;
        if (CopySource.RangeOf(context.Request, source) is not { } range)
        {
            return S3Error.InvalidRange;
        }

        using var part = uploads.CreatePart(target);
        var received = await CopySource.CopyAsync(source, range, part, context.RequestAborted);
        error = await uploads.AddPartAsync(upload, number, part, received.Md5);
        if (error is null)
        {
            await S3Xml.WriteAsync(context, "CopyPartResult", xml =>
            {
                xml.Element("LastModified", time.GetUtcNow());
                xml.Element("ETag", new ObjectFacts(0, default, received.Md5, 0).ETag);
            });
        }

        return error;
    }

    public async Task<S3Error?> ListPartsAsync(HttpContext context, S3Target target)
    {
        var marker = 0;
        var pageSize = LargestPage;
        if ((target["part-number-marker"] is { Length: > 0 } after && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out marker))
            || (target["max-parts"] is { Length: > 0 } most && !int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out pageSize)))
        {
            return S3Error.InvalidArgument("part-number-marker and max-parts must be numbers.");
        }

        if (uploads.Find(target["uploadId"], target) is not { } upload)
        {
            return S3Error.NoSuchUpload;
        }

        var rest = MultipartStore.Parts(upload).Where(part => part.Number > marker).ToList();
        var page = rest.Take(Math.Min(pageSize, LargestPage)).ToList();
        await S3Xml.WriteAsync(context, "ListPartsResult", xml =>
        {
            xml.Element("Bucket", target.Bucket);
            xml.Element("Key", target.Key);
            xml.Element("UploadId", target["uploadId"]!);
            xml.Element("PartNumberMarker", marker);
            xml.Element("NextPartNumberMarker", page.Count > 0 ? page[^1].Number : marker);
            xml.Element("MaxParts", Math.Min(pageSize, LargestPage));
            xml.Element("IsTruncated", page.Count < rest.Count);
            foreach (var part in page)
            {
                xml.WriteStartElement("Part");
                xml.Element("PartNumber", part.Number);
                xml.Element("LastModified", part.Facts.LastModified);
                xml.Element("ETag", part.Facts.ETag);
                xml.Element("Size", part.Facts.Size);
                xml.WriteEndElement();
            }
        });
        return null;
    }

    public async Task<S3Error?> AbortAsync(HttpContext context, S3Target target)
    {
        if (uploads.Find(target["uploadId"], target) is not { } upload)
        {
            return S3Error.NoSuchUpload;
        }

        await uploads.RemoveAsync(upload);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return null;
    }
}
