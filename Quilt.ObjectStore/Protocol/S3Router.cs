using Quilt.ObjectStore.Buckets;
using Quilt.ObjectStore.Multipart;
using Quilt.ObjectStore.Objects;
using Quilt.ObjectStore.Signing;

namespace Quilt.ObjectStore.Protocol;

/// <summary>Finds the operation that an authenticated request asks for.</summary>
internal sealed class S3Router(
    BucketOperations buckets, ListObjects listObjects, MissingKeys missingKeys, GetObject getObject, PutObject putObject, CopyObject copyObject, DeleteObject deleteObject,
    MultipartOperations multipart, CompleteUpload completeUpload, RequestSigner signer)
{
    /// <summary>
    /// Queries that turn a request into another operation, which is not offered. Without this a PUT of an access list
    /// would overwrite the object.
    /// </summary>
    private static readonly HashSet<string> Unsupported = new(StringComparer.Ordinal)
    {
        "accelerate", "acl", "analytics", "attributes", "cors", "encryption", "intelligent-tiering", "inventory", "legal-hold",
        "lifecycle", "logging", "metrics", "notification", "object-lock", "ownershipControls", "policy", "policyStatus",
        "publicAccessBlock", "renameObject", "replication", "requestPayment", "restore", "retention", "select", "session", "tagging",
        "torrent", "versionId", "versioning", "versions", "website",
    };

    public Task<S3Error?> RouteAsync(HttpContext context, S3Target target, PayloadSignature signature)
    {
        foreach (var (name, _) in target.Query)
        {
            if (Unsupported.Contains(name))
            {
                return Task.FromResult<S3Error?>(S3Error.NotImplemented($"'{name}'"));
            }
        }

        return target.Key.Length > 0 ? RouteObjectAsync(context, target, signature)
            : target.Bucket.Length > 0 ? RouteBucketAsync(context, target, signature)
            : HttpMethods.IsGet(context.Request.Method) ? buckets.ListAsync(context)
            : Task.FromResult<S3Error?>(S3Error.MethodNotAllowed);
    }

    private async Task<S3Error?> RouteObjectAsync(HttpContext context, S3Target target, PayloadSignature signature)
    {
        var inParts = target.Has("uploadId");
        switch (context.Request.Method)
        {
            case "GET" when inParts:
                return await multipart.ListPartsAsync(context, target);
            case "GET" or "HEAD" when !inParts:
                return target.Has("partNumber") ? S3Error.NotImplemented("reading one part of an object") : await getObject.HandleAsync(context, target);
            case "PUT" when inParts:
                return await multipart.UploadPartAsync(context, target, signature);
            case "PUT":
                return await (CopySource.IsNamed(context.Request) ? copyObject.HandleAsync(context, target) : putObject.HandleAsync(context, target, signature));
            case "DELETE" when inParts:
                return await multipart.AbortAsync(context, target);
            case "DELETE":
                return await deleteObject.HandleAsync(context, target);
            case "POST" when inParts:
                return await completeUpload.HandleAsync(context, target, await ReadDocumentAsync(context, signature));
            case "POST" when target.Has("uploads"):
                return await multipart.CreateAsync(context, target);
            default:
                return S3Error.MethodNotAllowed;
        }
    }

    private async Task<S3Error?> RouteBucketAsync(HttpContext context, S3Target target, PayloadSignature signature)
    {
        switch (context.Request.Method)
        {
            case "GET" when target.Has("location"):
                return await buckets.LocationAsync(context, target);
            case "GET" when target.Has("uploads"):
                return S3Error.NotImplemented("a list of uploads in parts");
            case "GET":
                return target["list-type"] == "2" ? await listObjects.HandleAsync(context, target) : S3Error.NotImplemented("the first version of ListObjects; use list-type=2");
            case "HEAD":
                return buckets.Head(context, target);
            case "PUT":
                return await buckets.CreateAsync(context, target);
            case "DELETE":
                return await buckets.DeleteAsync(context, target);
            case "POST" when target.Has("missing"):
                return await missingKeys.HandleAsync(context, target, signature);
            case "POST" when target.Has("delete"):
                return await deleteObject.HandleManyAsync(context, target, await ReadDocumentAsync(context, signature));
            default:
                return S3Error.MethodNotAllowed;
        }
    }

    private Task<RequestDocument> ReadDocumentAsync(HttpContext context, PayloadSignature signature) =>
        RequestDocument.ReadAsync(context.Request, signature, signer, context.RequestAborted);
}
