using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Objects;

/// <summary>
/// Keys under <c>objs/</c> are named by the SHA-256 of their content before compression. The store holds them to it,
/// since many packages share an object and nobody looks at it again until it is installed.
/// </summary>
internal sealed class ContentAddress(IOptions<ObjectStoreOptions> options)
{
    private const string Prefix = "objs/";
    private const int BlockSize = 64 * 1024;

    private static readonly S3Error BrokenGzip = S3Error.InvalidRequest("The body is not whole gzip, though Content-Encoding says so. Nothing was stored.");

    // A gzip member of random bytes goes after the upload. Only when the upload ends with a whole member, its trailer
    // included, do those bytes come out last; GZipStream alone takes a cut file, or one with something after it, for whole.
    private readonly byte[] _mark = RandomNumberGenerator.GetBytes(16);

    /// <summary>Whether a key is named by content.</summary>
    public static bool Applies(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What can be told from key and headers before any content came.</summary>
    public static S3Error? CheckRequest(string key, string? contentEncoding)
    {
        if (!Applies(key))
        {
            return null;
        }

        if (!KeyPath.IsSha256(NameOf(key)))
        {
            return S3Error.InvalidArgument("A key under objs/ must end in the SHA-256 of the content, in lower-case hex.");
        }

        return contentEncoding is null || IsPlain(contentEncoding) || IsGzip(contentEncoding)
            ? null
            : S3Error.InvalidArgument($"Objects under objs/ may be stored with Content-Encoding gzip or none, not '{contentEncoding}'.");
    }

    /// <summary>Compares the content with the key, given the SHA-256 of the content as stored.</summary>
    public async Task<S3Error?> CheckAsync(ObjectWriter writer, string? contentEncoding, byte[] sha256, CancellationToken cancellationToken)
    {
        if (!Applies(writer.Key))
        {
            return null;
        }

        // An empty body is empty content, compressed or not: clients send no gzip for it.
        if (contentEncoding is not null && IsGzip(contentEncoding) && writer.Size > 0)
        {
            var (decoded, error) = await HashDecodedAsync(writer, cancellationToken);
            if (decoded is null)
            {
                return error;
            }

            sha256 = decoded;
        }

        var actual = Convert.ToHexStringLower(sha256);
        return NameOf(writer.Key).SequenceEqual(actual)
            ? null
            : S3Error.BadDigest($"The SHA-256 of the content is {actual}, but the key says {NameOf(writer.Key)}. Nothing was stored.");
    }

    private static ReadOnlySpan<char> NameOf(string key) => key.AsSpan(key.LastIndexOf('/') + 1);

    private static bool IsPlain(string encoding) => encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    private static bool IsGzip(string encoding) =>
        encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || encoding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase);

    private async Task<(byte[]? Sha256, S3Error? Error)> HashDecodedAsync(ObjectWriter writer, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var content = writer.OpenContent();
        await using var marked = new ConcatenatedStream(content, new MemoryStream(Compress(_mark), writable: false));
        await using var gzip = new GZipStream(marked, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var total = 0L;
            var held = 0;
            int count;
            while ((count = await gzip.ReadAsync(buffer.AsMemory(held), cancellationToken)) > 0)
            {
                total += count;
                if (total - _mark.Length > options.Value.MaxDecompressedSize)
                {
                    return (null, S3Error.InvalidRequest($"The content has more than {options.Value.MaxDecompressedSize} bytes when decompressed. Nothing was stored."));
                }

                // As many bytes as the mark has stay back: they may be it.
                var available = held + count;
                held = Math.Min(available, _mark.Length);
                hash.AppendData(buffer, 0, available - held);
                buffer.AsSpan(available - held, held).CopyTo(buffer);
            }

            return buffer.AsSpan(0, held).SequenceEqual(_mark) ? (hash.GetHashAndReset(), null) : (null, BrokenGzip);
        }
        catch (InvalidDataException)
        {
            return (null, BrokenGzip);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Compress(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }
}
