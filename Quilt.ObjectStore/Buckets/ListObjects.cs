using System.Globalization;
using System.Xml;
using Quilt.ObjectStore.Protocol;
using Quilt.ObjectStore.Storage;

namespace Quilt.ObjectStore.Buckets;

/// <summary>ListObjectsV2.</summary>
internal sealed class ListObjects(BucketStore buckets)
{
    private const int LargestPage = 1000;
    private const string Slash = "/";

    public async Task<S3Error?> HandleAsync(HttpContext context, S3Target target)
    {
        if (!buckets.Exists(target.Bucket))
        {
            return S3Error.NoSuchBucket;
        }

        var pageSize = LargestPage;
        if (target["max-keys"] is { Length: > 0 } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pageSize)))
        {
            return S3Error.InvalidArgument("max-keys must be a number.");
        }

        var token = target["continuation-token"] is { } given ? ContinuationToken.Parse(given) : default(ContinuationToken?);
        if (target.Has("continuation-token") && token is null)
        {
            return S3Error.InvalidArgument("The continuation token is not one that a listing gave.");
        }

        if (target["encoding-type"] is { } encodingType && encodingType != "url")
        {
            return S3Error.InvalidArgument("encoding-type must be url.");
        }

        var page = Read(target, token, Math.Min(pageSize, LargestPage));
        await S3Xml.WriteAsync(context, "ListBucketResult", xml => Write(xml, target, page));
        return null;
    }

    private Page Read(S3Target target, ContinuationToken? token, int pageSize)
    {
        var prefix = target["prefix"] ?? "";
        var delimiter = target["delimiter"] ?? "";
        var walk = new KeyWalk(
            buckets.FolderOf(target.Bucket), prefix, token?.Last ?? target["start-after"] ?? "",
            token is { IsPrefix: true } ? token.Value.Last : null, Roll: delimiter == Slash);

        var page = new Page(pageSize);
        if (pageSize == 0)
        {
            return page;
        }

        foreach (var (key, path) in walk.Keys())
        {
            var rolled = path is null ? key : Roll(key, prefix, delimiter);
            if (rolled is not null && page.EndsWith(rolled))
            {
                continue;
            }

            if (page.IsFull)
            {
                page.IsTruncated = true;
                break;
            }

            page.Add(rolled ?? key, rolled is null ? path : null);
        }

        return page;
    }

    /// <summary>The common prefix of a key for a delimiter other than a slash, which the walk sees to itself.</summary>
    private static string? Roll(string key, string prefix, string delimiter)
    {
        if (delimiter.Length == 0 || delimiter == Slash)
        {
            return null;
        }

        var index = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return index < 0 ? null : key[..(index + delimiter.Length)];
    }

    private static void Write(XmlWriter xml, S3Target target, Page page)
    {
        var encodes = target.Has("encoding-type");
        string Encode(string value) => encodes ? AwsEncoding.Encode(value, keepSlash: true) : value;

        xml.Element("Name", target.Bucket);
        xml.Element("Prefix", Encode(target["prefix"] ?? ""));
        xml.Element("KeyCount", page.Items.Count);
        xml.Element("MaxKeys", page.Size);
        xml.Element("IsTruncated", page.IsTruncated);
        WriteOptional(xml, "Delimiter", target["delimiter"], Encode);
        WriteOptional(xml, "StartAfter", target["start-after"], Encode);
        WriteOptional(xml, "EncodingType", target["encoding-type"], static value => value);
        WriteOptional(xml, "ContinuationToken", target["continuation-token"], static value => value);
        if (page.IsTruncated)
        {
            xml.Element("NextContinuationToken", page.Next.ToString());
        }

        foreach (var (key, facts) in page.Items)
        {
            if (facts is { } known)
            {
                xml.WriteStartElement("Contents");
                xml.Element("Key", Encode(key));
                xml.Element("LastModified", known.LastModified);
                xml.Element("ETag", known.ETag);
                xml.Element("Size", known.Size);
                xml.Element("StorageClass", "STANDARD");
                if (target["fetch-owner"] == "true")
                {
                    xml.Owner();
                }

                xml.WriteEndElement();
            }
        }

        foreach (var (key, facts) in page.Items)
        {
            if (facts is null)
            {
                xml.WriteStartElement("CommonPrefixes");
                xml.Element("Prefix", Encode(key));
                xml.WriteEndElement();
            }
        }
    }

    private static void WriteOptional(XmlWriter xml, string name, string? value, Func<string, string> encode)
    {
        if (value is not null)
        {
            xml.Element(name, encode(value));
        }
    }

    private sealed class Page(int size)
    {
        public int Size => size;

        public List<(string Key, ObjectFacts? Facts)> Items { get; } = [];

        public bool IsTruncated { get; set; }

        public bool IsFull => Items.Count >= size;

        /// <summary>Where the next page goes on.</summary>
        public ContinuationToken Next => new(Items[^1].Key, Items[^1].Facts is null);

        public bool EndsWith(string prefix) => Items.Count > 0 && Items[^1] is { Facts: null } last && last.Key == prefix;

        /// <summary>Adds an object, unless it was deleted a moment ago, or a common prefix.</summary>
        public void Add(string key, string? path)
        {
            if (path is null)
            {
                Items.Add((key, null));
                return;
            }

            Span<byte> head = stackalloc byte[ObjectHeader.FactsLength];
            if (NativeFile.ReadStart(path, head) >= 0)
            {
                Items.Add((key, ObjectHeader.ReadFacts(head, out _)));
            }
        }
    }
}
