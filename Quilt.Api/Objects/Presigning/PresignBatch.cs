using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Quilt.Api.Objects.Presigning;

/// <summary>
/// Writes presigned URLs that differ only in the object. They are ASCII without anything that JSON escapes, and all of one
/// length. An instance works in buffers of its own: one thread at a time.
/// </summary>
internal sealed class PresignBatch : IDisposable
{
    private readonly IncrementalHash _hmac;
    private readonly HashTemplate _request;
    private readonly HashTemplate _toSign;
    private readonly HashTemplate _url;

    public PresignBatch(byte[] key, HashTemplate request, string toSign, HashTemplate url)
    {
        _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        _request = request;
        _toSign = new(toSign, string.Empty);
        _url = url;
    }

    /// <summary>The length of each URL in bytes.</summary>
    public int UrlLength => _url.Text.Length + HashTemplate.GapLength;

    /// <summary>Writes the URL of an object; the destination must hold <see cref="UrlLength"/> bytes.</summary>
    /// <param name="hash">The object's hash, 32 bytes.</param>
    /// <param name="destination">Where to.</param>
    public void Write(ReadOnlySpan<byte> hash, Span<byte> destination)
    {
        Span<byte> hex = stackalloc byte[HashTemplate.GapLength];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];

        Hex(hash, hex);
        _request.Fill(hex);
        _url.Fill(hex);
        _url.Text.CopyTo(destination);

        SHA256.HashData(_request.Text, digest);
        Hex(digest, hex);
        _toSign.Fill(hex);
        _hmac.AppendData(_toSign.Text);
        _hmac.GetHashAndReset(digest);
        Hex(digest, destination[_url.Text.Length..]);
    }

    /// <summary>Writes the URL of an object.</summary>
    public void Write(ReadOnlySpan<byte> hash, IBufferWriter<byte> output)
    {
        Write(hash, output.GetSpan(UrlLength));
        output.Advance(UrlLength);
    }

    /// <summary>The URL of one object as text.</summary>
    public string UrlOf(ReadOnlySpan<byte> hash)
    {
        var url = new byte[UrlLength];
        Write(hash, url);
        return Encoding.ASCII.GetString(url);
    }

    public void Dispose() => _hmac.Dispose();

    private static void Hex(ReadOnlySpan<byte> bytes, Span<byte> hex)
    {
        if (!Convert.TryToHexStringLower(bytes, hex, out _))
        {
            throw new ArgumentException("The destination is too short.", nameof(hex));
        }
    }
}
