using System.Buffers.Binary;
using System.Security.Cryptography;
using Quilt.ObjectStore.Payloads;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Objects;

/// <summary>The object that a copy is made of, named by <c>x-amz-copy-source</c>.</summary>
internal sealed class CopySource(ObjectFolder objects)
{
    public const string Header = "x-amz-copy-source";
    private const string RangeHeader = "x-amz-copy-source-range";
    private const string DirectiveHeader = "x-amz-metadata-directive";

    /// <summary>Whether the request's content is that of another object.</summary>
    public static bool IsNamed(HttpRequest request) => request.Headers.ContainsKey(Header);

    /// <summary>Opens the source, or says why it cannot be copied.</summary>
    public (ObjectReader? Source, S3Error? Error) Open(HttpRequest request)
    {
        if (request.Headers.Keys.FirstOrDefault(IsCondition) is { } condition)
        {
            return (null, S3Error.NotImplemented($"'{condition}'"));
        }

        if (request.Headers[DirectiveHeader].ToString() is { Length: > 0 } directive && !directive.Equals("COPY", StringComparison.OrdinalIgnoreCase))
        {
            return (null, S3Error.NotImplemented("other headers for a copy than those of its source"));
        }

        var name = request.Headers[Header].ToString();
        if (S3Target.Parse(name.StartsWith('/') ? name : "/" + name, out var error) is not { } source)
        {
            return (null, error);
        }

        return source is not { Key.Length: > 0, Query.Count: 0 } ? (null, S3Error.InvalidArgument($"{Header} must name a bucket and a key, and no version."))
            : objects.TryOpen(source.Bucket, source.Key) is { } reader ? (reader, null)
            : (null, S3Error.NoSuchKey);
    }

    /// <summary>Which bytes of the source are meant; null where it does not have them.</summary>
    public static ByteRange? RangeOf(HttpRequest request, ObjectReader source)
    {
        var size = source.Info.Facts.Size;
        return request.Headers[RangeHeader].ToString() is not { Length: > 0 } text ? new ByteRange(0, size)
            : ByteRange.Parse(text, size) is { Length: > 0 } range ? range
            : null;
    }

    /// <summary>Writes a part of the source to <paramref name="writer"/>, and tells the digests of what it wrote.</summary>
    public static async Task<Received> CopyAsync(ObjectReader source, ByteRange range, ObjectWriter writer, CancellationToken cancellationToken)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var position = range.From;
        for (var left = range.Length; left > 0;)
        {
            var block = writer.GetMemory();
            block = block[..(int)Math.Min(block.Length, left)];
            var count = await source.ReadContentAsync(block, position, cancellationToken);
            md5.AppendData(block.Span[..count]);
            sha256.AppendData(block.Span[..count]);
            writer.Advance(count);
            position += count;
            left -= count;
        }

        return new Received(BinaryPrimitives.ReadUInt128BigEndian(md5.GetHashAndReset()), sha256.GetHashAndReset());
    }

    private static bool IsCondition(string header) => header.StartsWith("x-amz-copy-source-if-", StringComparison.OrdinalIgnoreCase);
}
