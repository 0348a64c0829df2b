using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Objects;

/// <summary>The headers of an upload that are kept and go back with the object.</summary>
internal static class SentHeaders
{
    public const string ContentEncoding = "Content-Encoding";
    private const string MetadataPrefix = "x-amz-meta-";
    private const string TransferEncoding = "aws-chunked";
    private const int LargestMetadata = 2 * 1024;
    private const int LongestValue = 16 * 1024;
    private static readonly string[] Kept = ["Content-Type", "Cache-Control", "Content-Disposition", ContentEncoding, "Content-Language", "Expires"];

    /// <summary>Reads them; the error is set where they cannot be kept.</summary>
    public static IReadOnlyList<StoredHeader> Read(IHeaderDictionary sent, out S3Error? error)
    {
        var headers = new List<StoredHeader>();
        var metadata = 0;
        error = null;
        foreach (var name in Kept)
        {
            var value = sent[name].ToString();
            if (name == ContentEncoding)
            {
                value = WithoutTransferEncoding(value);
            }

            if (value.Length > LongestValue)
            {
                error = S3Error.InvalidArgument($"The header {name} is too long.");
            }

            if (value.Length > 0)
            {
                headers.Add(new StoredHeader(name, value));
            }
        }

        foreach (var (name, value) in sent)
        {
            if (name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                headers.Add(new StoredHeader(name.ToLowerInvariant(), value.ToString()));
                metadata += name.Length - MetadataPrefix.Length + value.ToString().Length;
            }
        }

        if (metadata > LargestMetadata)
        {
            error = new S3Error(400, "MetadataTooLarge", "The x-amz-meta headers have more than 2 KB together.");
        }

        return headers;
    }

    /// <summary><c>aws-chunked</c> tells how the upload travelled, not what the object is.</summary>
    private static string WithoutTransferEncoding(string value) =>
        value.Contains(TransferEncoding, StringComparison.OrdinalIgnoreCase)
            ? string.Join(", ", value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(part => !part.Equals(TransferEncoding, StringComparison.OrdinalIgnoreCase)))
            : value;
}
