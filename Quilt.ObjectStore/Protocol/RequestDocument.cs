using System.Xml.Linq;
using Quilt.ObjectStore.Signing;

namespace Quilt.ObjectStore.Protocol;

/// <summary>The XML that a request brought, once checked against the request's signature; null, and the error set, where it cannot be read.</summary>
internal sealed record RequestDocument(XElement? Root, S3Error? Error)
{
    public static async Task<RequestDocument> ReadAsync(HttpRequest request, PayloadSignature signature, RequestSigner signer, CancellationToken cancellationToken)
    {
        var (body, error) = await SmallBody.ReadAsync(request, signature, signer, cancellationToken);
        if (body is null)
        {
            return new(null, error);
        }

        return await S3Xml.ReadAsync(body, cancellationToken) is { } root ? new(root, null) : new(null, S3Error.MalformedXml);
    }
}
