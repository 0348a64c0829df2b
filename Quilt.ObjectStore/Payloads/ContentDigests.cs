using System.Buffers.Binary;
using System.Security.Cryptography;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Signing;

namespace Quilt.ObjectStore.Payloads;

/// <summary>Every digest that one upload needs, computed while it passes by.</summary>
internal sealed class ContentDigests : IDisposable
{
    private const string ChecksumPrefix = "x-amz-checksum-";
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash? _sha256;
    private readonly Checksum? _checksum;
    private readonly string? _checksumHeader;
    private readonly HttpRequest _request;
    private readonly string? _signedHash;

    private ContentDigests(HttpRequest request, PayloadSignature signature, bool wantsSha256, string? checksumHeader)
    {
        _request = request;
        _signedHash = signature.IsChunked || signature.Mode == PayloadSignature.Unsigned ? null : signature.Mode;
        _sha256 = wantsSha256 || _signedHash is not null ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        _checksumHeader = checksumHeader;
        _checksum = checksumHeader is null ? null : Checksum.Create(checksumHeader);
    }

    public static ContentDigests? Create(HttpRequest request, PayloadSignature signature, bool wantsSha256, out S3Error? error)
    {
        var header = signature.HasTrailer && request.Headers["x-amz-trailer"].ToString().Trim() is { Length: > 0 } trailer
            ? trailer
            : request.Headers.Keys.FirstOrDefault(name =>
                name.StartsWith(ChecksumPrefix, StringComparison.OrdinalIgnoreCase)
                && !name.EndsWith("-algorithm", StringComparison.OrdinalIgnoreCase)
                && !name.EndsWith("-type", StringComparison.OrdinalIgnoreCase));
        var digests = new ContentDigests(request, signature, wantsSha256, header);
        error = null;
        if (header is not null && digests._checksum is null)
        {
            digests.Dispose();
            error = S3Error.InvalidRequest($"The checksum header '{header}' is not known. Known are crc32, crc32c, crc64nvme, sha1 and sha256.");
            return null;
        }

        return digests;
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        _md5.AppendData(data);
        _sha256?.AppendData(data);
        _checksum?.Append(data);
    }

    /// <summary>Compares the content with everything that the request said of it.</summary>
    public (Received Received, S3Error? Error) Check(Payload payload)
    {
        var md5 = _md5.GetHashAndReset();
        var sha256 = _sha256?.GetHashAndReset();
        return (new Received(BinaryPrimitives.ReadUInt128BigEndian(md5), sha256), Compare(payload, md5, sha256));
    }

    public void Dispose()
    {
        _md5.Dispose();
        _sha256?.Dispose();
        _checksum?.Dispose();
    }

    private S3Error? Compare(Payload payload, byte[] md5, byte[]? sha256)
    {
        if (_signedHash is not null && !_signedHash.Equals(Convert.ToHexString(sha256!), StringComparison.OrdinalIgnoreCase))
        {
            return new S3Error(400, "XAmzContentSHA256Mismatch", "The body's SHA-256 is not the one in x-amz-content-sha256.");
        }

        if (_request.Headers.ContentMD5.ToString() is { Length: > 0 } contentMd5 && contentMd5 != Convert.ToBase64String(md5))
        {
            return S3Error.BadDigest("The body's MD5 is not the one in Content-MD5.");
        }

        if (_checksum is null)
        {
            return null;
        }

        var expected = payload.Trailers.GetValueOrDefault(_checksumHeader!) ?? _request.Headers[_checksumHeader!].ToString();
        return expected == _checksum.Finish() ? null : S3Error.BadDigest($"The body's checksum is not the one in {_checksumHeader}.");
    }
}
