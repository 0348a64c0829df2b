using Quilt.ObjectStore.Payloads;
using Quilt.ObjectStore.Signing;

namespace Quilt.ObjectStore.Protocol;

/// <summary>A request body that is read whole, once checked against the request's signature and digests.</summary>
internal static class SmallBody
{
    private const int Largest = 4 * 1024 * 1024;

    /// <summary>The body from its beginning; null, and the error set, where it cannot be had.</summary>
    public static async Task<(MemoryStream? Body, S3Error? Error)> ReadAsync(
        HttpRequest request, PayloadSignature signature, RequestSigner signer, CancellationToken cancellationToken)
    {
        if (Payload.Open(request, signature, signer, out var error) is not { } payload)
        {
            return (null, error);
        }

        using var digests = ContentDigests.Create(request, signature, wantsSha256: false, out error);
        if (digests is null)
        {
            return (null, error);
        }

        var body = new MemoryStream();
        var block = new byte[16 * 1024];
        int count;
        while ((count = await payload.ReadAsync(block, cancellationToken)) > 0)
        {
            digests.Append(block.AsSpan(0, count));
            body.Write(block, 0, count);
            if (body.Length > Largest)
            {
                return (null, new S3Error(400, "MaxMessageLengthExceeded", "The request's body is too large for this operation."));
            }
        }

        error = payload.Failure ?? digests.Check(payload).Error;
        body.Position = 0;
        return error is null ? (body, null) : (null, error);
    }
}
