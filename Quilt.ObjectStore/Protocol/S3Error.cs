namespace Quilt.ObjectStore.Protocol;

/// <summary>An expected failure, as S3 tells it.</summary>
internal sealed record S3Error(int Status, string Code, string Message)
{
    public static readonly S3Error NoSuchBucket = new(404, "NoSuchBucket", "The specified bucket does not exist. Create it first.");
    public static readonly S3Error BucketNotEmpty = new(409, "BucketNotEmpty", "The bucket is not empty. Delete its objects first.");
    public static readonly S3Error NoSuchKey = new(404, "NoSuchKey", "The specified key does not exist.");
    public static readonly S3Error NoSuchUpload = new(404, "NoSuchUpload", "The upload does not exist: it was completed, aborted, or is older than a week.");
    public static readonly S3Error InvalidBucketName = new(400, "InvalidBucketName", "A bucket name has 3 to 63 lower-case letters, digits, '-' and '.', and begins and ends with a letter or digit.");
    public static readonly S3Error KeyTooLong = new(400, "KeyTooLongError", "A key may have at most 1024 bytes.");
    public static readonly S3Error InvalidUri = new(400, "InvalidURI", "The path or query is not valid percent-encoded UTF-8.");
    public static readonly S3Error MethodNotAllowed = new(405, "MethodNotAllowed", "The method is not allowed on this resource.");
    public static readonly S3Error MalformedXml = new(400, "MalformedXML", "The XML of the request is not well formed or not what the operation takes.");
    public static readonly S3Error MissingContentLength = new(411, "MissingContentLength", "The request must have a Content-Length header.");
    public static readonly S3Error EntityTooLarge = new(400, "EntityTooLarge", "One upload may have at most 5 GiB. Use a multipart upload for more.");
    public static readonly S3Error IncompleteBody = new(400, "IncompleteBody", "The body has not as many bytes as the headers say.");
    public static readonly S3Error PreconditionFailed = new(412, "PreconditionFailed", "At least one of the conditions of the request does not hold.");
    public static readonly S3Error InvalidRange = new(416, "InvalidRange", "The requested range is not satisfiable.");
    public static readonly S3Error DiskFull = new(507, "InsufficientStorage", "The disk of the object store is full.");
    public static readonly S3Error Internal = new(500, "InternalError", "The object store met an unexpected failure. It has been logged.");

    public static S3Error AccessDenied(string message) => new(403, "AccessDenied", message);

    public static S3Error InvalidArgument(string message) => new(400, "InvalidArgument", message);

    public static S3Error InvalidRequest(string message) => new(400, "InvalidRequest", message);

    public static S3Error BadDigest(string message) => new(400, "BadDigest", message);

    public static S3Error NotImplemented(string what) => new(501, "NotImplemented", $"This object store does not offer {what}.");
}
