using System.Globalization;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Objects;

/// <summary>GET and HEAD of an object.</summary>
internal sealed class GetObject(ObjectFolder objects, BucketStore buckets)
{
    private const string DefaultContentType = "binary/octet-stream";

    /// <summary>Answer headers that a signed request may ask for in the query.</summary>
    private static readonly (string Parameter, string Header)[] Overrides =
    [
        ("response-content-type", "Content-Type"),
        ("response-content-language", "Content-Language"),
        ("response-expires", "Expires"),
        ("response-cache-control", "Cache-Control"),
        ("response-content-disposition", "Content-Disposition"),
        ("response-content-encoding", "Content-Encoding"),
    ];

    public async Task<S3Error?> HandleAsync(HttpContext context, S3Target target)
    {
        using var found = objects.TryOpen(target.Bucket, target.Key);
        if (found is null)
        {
            return buckets.Exists(target.Bucket) ? S3Error.NoSuchKey : S3Error.NoSuchBucket;
        }

        var (request, response, facts) = (context.Request, context.Response, found.Info.Facts);
        response.Headers.ETag = facts.ETag;
        response.Headers.LastModified = facts.LastModified.ToString("r", CultureInfo.InvariantCulture);
        switch (Conditions.CheckRead(request.Headers, facts))
        {
            case StatusCodes.Status412PreconditionFailed:
                return S3Error.PreconditionFailed;
            case { } status:
                response.StatusCode = status;
                return null;
        }

        var range = request.Headers.Range.ToString() is { Length: > 0 } header && Conditions.RangeApplies(request.Headers, facts)
            ? ByteRange.Parse(header, facts.Size)
            : null;
        if (range is { Length: 0 })
        {
            response.Headers.ContentRange = $"bytes */{facts.Size}";
            return S3Error.InvalidRange;
        }

        var part = range ?? new ByteRange(0, facts.Size);
        WriteHeaders(response, target, found.Info);
        response.ContentLength = part.Length;
        if (range is not null)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(
                CultureInfo.InvariantCulture, $"bytes {part.From}-{part.From + part.Length - 1}/{facts.Size}");
        }

        if (HttpMethods.IsGet(request.Method) && part.Length > 0)
        {
            await found.CopyToAsync(response.BodyWriter, part.From, part.Length, context.RequestAborted);
        }

        return null;
    }

    private static void WriteHeaders(HttpResponse response, S3Target target, ObjectInfo info)
    {
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = DefaultContentType;
        foreach (var header in info.Headers)
        {
            response.Headers[header.Name] = header.Value;
        }

        foreach (var (parameter, header) in Overrides)
        {
            if (target[parameter] is { Length: > 0 } value)
            {
                response.Headers[header] = value;
            }
        }
    }
}
