using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Quilt.ObjectStore.Objects;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Multipart;

/// <summary>Makes one object of the parts that the client names.</summary>
internal sealed class CompleteUpload(MultipartStore uploads, ObjectFolder objects, StoreFolder folder, ContentAddress contentAddress)
{
    private const long SmallestPart = 5L << 20;
    private static readonly S3Error InvalidPart = new(400, "InvalidPart", "A part was not uploaded, or has another entity tag than the request says.");

    public async Task<S3Error?> HandleAsync(HttpContext context, S3Target target, RequestDocument document)
    {
        if (document.Root is null || ReadParts(document.Root) is not { Count: > 0 } wanted)
        {
            return document.Error ?? S3Error.MalformedXml;
        }

        for (var i = 1; i < wanted.Count; i++)
        {
            if (wanted[i].Number <= wanted[i - 1].Number)
            {
                return new S3Error(400, "InvalidPartOrder", "The parts must be in ascending order.");
            }
        }

        var md5 = HashOfHashes(wanted.Select(part => part.Md5));
        var etag = new ObjectFacts(0, default, md5, wanted.Count).ETag;
        if (uploads.Find(target["uploadId"], target) is { } upload)
        {
            var error = await JoinAsync(context, target, upload, wanted, md5);
            if (error is not null)
            {
                return error;
            }

            await uploads.RemoveAsync(upload);
        }
        else if (!IsAlreadyThere(target, etag))
        {
            return S3Error.NoSuchUpload;
        }

        await S3Xml.WriteAsync(context, "CompleteMultipartUploadResult", xml =>
        {
            xml.Element("Location", $"{context.Request.Scheme}://{context.Request.Host}{AwsEncoding.Encode(target.Path, keepSlash: true)}");
            xml.Element("Bucket", target.Bucket);
            xml.Element("Key", target.Key);
            xml.Element("ETag", etag);
        });
        return null;
    }

    /// <summary>Completing again, after the answer was lost, is success.</summary>
    private bool IsAlreadyThere(S3Target target, string etag)
    {
        using var current = objects.TryOpen(target.Bucket, target.Key);
        return current?.Info.Facts.ETag == etag;
    }

    private async Task<S3Error?> JoinAsync(HttpContext context, S3Target target, Upload upload, List<(int Number, UInt128 Md5)> wanted, UInt128 md5)
    {
        var stored = MultipartStore.Parts(upload).ToDictionary(part => part.Number);
        var parts = new List<StoredPart>();
        foreach (var (number, partMd5) in wanted)
        {
            if (!stored.TryGetValue(number, out var part) || part.Facts.Md5 != partMd5)
            {
                return InvalidPart;
            }

            parts.Add(part);
        }

        if (parts.SkipLast(1).Any(part => part.Facts.Size < SmallestPart))
        {
            return new S3Error(400, "EntityTooSmall", "Every part but the last must have at least 5 MiB.");
        }

        using var writer = folder.CreateTemporary(target.Key, upload.Headers);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            if (!await CopyAsync(part, writer, sha256, context.RequestAborted))
            {
                return S3Error.NoSuchUpload;
            }
        }

        var encoding = upload.Headers.FirstOrDefault(header => header.Name == SentHeaders.ContentEncoding).Value;
        return await contentAddress.CheckAsync(writer, encoding, sha256.GetHashAndReset(), context.RequestAborted)
            ?? await objects.CommitAsync(writer, target.Bucket, md5, parts.Count, Conditions.OfWrite(context.Request.Headers));
    }

    private static async Task<bool> CopyAsync(StoredPart part, ObjectWriter writer, IncrementalHash sha256, CancellationToken cancellationToken)
    {
        using var reader = ObjectReader.TryOpen(part.Path);
        if (reader is null || reader.Info.Facts.Md5 != part.Facts.Md5)
        {
            return false;
        }

        var hashes = ContentAddress.Applies(writer.Key);
        for (long position = 0; ;)
        {
            var block = writer.GetMemory();
            var count = await reader.ReadContentAsync(block, position, cancellationToken);
            if (count == 0)
            {
                return true;
            }

            if (hashes)
            {
                sha256.AppendData(block.Span[..count]);
            }

            writer.Advance(count);
            position += count;
        }
    }

    private static List<(int Number, UInt128 Md5)>? ReadParts(XElement root)
    {
        var parts = new List<(int, UInt128)>();
        foreach (var part in root.Children("Part"))
        {
            if (!int.TryParse(part.Children("PartNumber").FirstOrDefault()?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !UInt128.TryParse(part.Children("ETag").FirstOrDefault()?.Value.Trim('"'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var md5)
                || parts.Count == MultipartOperations.MostParts)
            {
                return null;
            }

            parts.Add((number, md5));
        }

        return parts;
    }

    private static UInt128 HashOfHashes(IEnumerable<UInt128> hashes)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Span<byte> bytes = stackalloc byte[16];
        foreach (var hash in hashes)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
            md5.AppendData(bytes);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(md5.GetHashAndReset());
    }
}
