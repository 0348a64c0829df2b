namespace Quilt.ObjectStore.Signing;

/// <summary>How the body of an authenticated request is secured, and what its chunks' signatures chain from.</summary>
/// <param name="Mode">The value of <c>x-amz-content-sha256</c>: a hash, or one of the names below.</param>
/// <param name="Timestamp">The time of signing as it was signed.</param>
/// <param name="Scope">The credential that signed.</param>
/// <param name="Seed">The signature of the request.</param>
internal sealed record PayloadSignature(string Mode, string Timestamp, CredentialScope Scope, string Seed)
{
    public const string Unsigned = "UNSIGNED-PAYLOAD";
    public const string SignedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    public const string SignedChunksWithTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    public const string UnsignedChunksWithTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    public bool IsChunked => Mode is SignedChunks or SignedChunksWithTrailer or UnsignedChunksWithTrailer;

    public bool HasSignedChunks => Mode is SignedChunks or SignedChunksWithTrailer;

    public bool HasTrailer => Mode is SignedChunksWithTrailer or UnsignedChunksWithTrailer;
}
