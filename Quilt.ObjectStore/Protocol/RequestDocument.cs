using System.Xml.Linq;
using Quilt.ObjectStore.Payloads;
using Quilt.ObjectStore.Signing;

namespace Quilt.ObjectStore.Protocol;

/// <summary>The XML that a request brought, once checked against the request's signature; null, and the error set, where it cannot be read.</summary>
internal sealed record RequestDocument(XElement? Root, S3Error? Error)
{
    private const int LargestBody = 4 * 1024 * 1024;

    public static async Task<RequestDocument> ReadAsync(HttpRequest request, PayloadSignature signature, RequestSigner signer, CancellationToken cancellationToken)
    {
        if (Payload.Open(request, signature, signer, out var error) is not { } payload)
        {
            return new(null, error);
        }

        using var digests = ContentDigests.Create(request, signature, wantsSha256: false, out error);
        if (digests is null)
        {
            return new(null, error);
        }

        using var body = new MemoryStream();
        var block = new byte[16 * 1024];
        int count;
        while ((count = await payload.ReadAsync(block, cancellationToken)) > 0)
        {
            digests.Append(block.AsSpan(0, count));
            body.Write(block, 0, count);
            if (body.Length > LargestBody)
            {
                return new(null, new S3Error(400, "MaxMessageLengthExceeded", "The request's XML is too large."));
            }
        }

        error = payload.Failure ?? digests.Check(payload).Error;
        if (error is not null)
        {
            return new(null, error);
        }

        body.Position = 0;
        return await S3Xml.ReadAsync(body, cancellationToken) is { } root ? new(root, null) : new(null, S3Error.MalformedXml);
    }
}
