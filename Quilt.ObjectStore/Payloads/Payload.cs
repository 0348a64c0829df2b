using System.Collections.ObjectModel;
using System.Globalization;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Signing;

namespace Quilt.ObjectStore.Payloads;

/// <summary>The content that a request brings, read block by block.</summary>
internal abstract class Payload
{
    private const long LargestUpload = 5L << 30;

    /// <summary>Why the content is not to be trusted; known for certain once it has been read to its end.</summary>
    public S3Error? Failure { get; protected set; }

    /// <summary>Headers that came after the content.</summary>
    public virtual IReadOnlyDictionary<string, string> Trailers => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Reads some content; zero at its end or upon a failure.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Begins to read a request's content; the error is set where the result is null.</summary>
    public static Payload? Open(HttpRequest request, PayloadSignature signature, RequestSigner signer, out S3Error? error)
    {
        long? length = request.ContentLength;
        if (signature.IsChunked)
        {
            length = long.TryParse(request.Headers["x-amz-decoded-content-length"], NumberStyles.None, CultureInfo.InvariantCulture, out var decoded) ? decoded : null;
        }
        else if (signature.Mode != PayloadSignature.Unsigned && !IsHash(signature.Mode))
        {
            error = S3Error.InvalidArgument("x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a SHA-256 in hex, or one of the STREAMING names for AWS4-HMAC-SHA256.");
            return null;
        }

        error = length is null ? S3Error.MissingContentLength : length > LargestUpload ? S3Error.EntityTooLarge : null;
        return error is not null ? null
            : signature.IsChunked ? new ChunkedPayload(request.BodyReader, length!.Value, signature, signer)
            : new PlainPayload(request.Body);
    }

    private static bool IsHash(string mode) => mode.Length == 64 && mode.All(char.IsAsciiHexDigit);

    /// <summary>A body that is the content; the server sees to its length.</summary>
    private sealed class PlainPayload(Stream body) : Payload
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => body.ReadAsync(buffer, cancellationToken);
    }
}
