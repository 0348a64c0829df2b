using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Signing;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Payloads;

/// <summary>What is known of content that came whole and as it was announced.</summary>
internal readonly record struct Received(UInt128 Md5, byte[]? Sha256);

/// <summary>Brings a request's content into a temporary object and checks it against all that the request said of it.</summary>
internal sealed class Receiver(RequestSigner signer)
{
    /// <summary>Reads the whole content; the error is set where it may not be kept.</summary>
    public async Task<(Received Received, S3Error? Error)> ReceiveAsync(
        HttpRequest request, PayloadSignature signature, ObjectWriter writer, bool wantsSha256, CancellationToken cancellationToken)
    {
        if (Payload.Open(request, signature, signer, out var error) is not { } payload)
        {
            return (default, error);
        }

        using var digests = ContentDigests.Create(request, signature, wantsSha256, out error);
        if (digests is null)
        {
            return (default, error);
        }

        while (true)
        {
            var block = writer.GetMemory();
            var count = await payload.ReadAsync(block, cancellationToken);
            if (count == 0)
            {
                break;
            }

            digests.Append(block.Span[..count]);
            writer.Advance(count);
        }

        return payload.Failure is { } failure ? (default, failure) : digests.Check(payload);
    }
}
