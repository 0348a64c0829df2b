using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Quilt.Api.Objects;

/// <summary>
/// Finds which of many objects are missing in the store. Objects of one owner lie in one key range, so a page of the
/// listing tells of up to a thousand; where an owner's other objects would fill the pages, single look-ups are cheaper.
/// </summary>
internal sealed class UploadedObjects(IAmazonS3 store, BulkLookup bulk, ObjectStoreOptions options)
{
    /// <summary>Below this many wanted objects on a page, looking each up costs less than another page.</summary>
    private const int WorthAPage = 40;
    private const int Concurrency = 16;
    private const int RangesAtOnce = 4;

    /// <summary>The missing ones among <paramref name="hashes"/> of <paramref name="owner"/>, as lower-case hex in order.</summary>
    /// <exception cref="Exception">See <see cref="StoreFailure.IsAway"/>.</exception>
    public async Task<List<string>> FindMissingAsync(string owner, IReadOnlyCollection<byte[]> hashes, CancellationToken cancellationToken)
    {
        var prefix = ObjectKey.Prefix(owner);
        var keys = hashes.Select(hash => prefix + Convert.ToHexStringLower(hash)).ToArray();
        Array.Sort(keys, StringComparer.Ordinal);
        var missing = options.BulkLookup ? await bulk.FindMissingAsync(keys, cancellationToken) : await FindMissingAsync(prefix, keys, cancellationToken);
        return missing.ConvertAll(key => key[prefix.Length..]);
    }

    private async Task<List<string>> FindMissingAsync(string prefix, string[] keys, CancellationToken cancellationToken)
    {
        var rangeLength = Math.Max(1000, (keys.Length + RangesAtOnce - 1) / RangesAtOnce);
        var ranges = keys.Chunk(rangeLength).Select(range => FindMissingInRangeAsync(prefix, range, cancellationToken));
        return [.. (await Task.WhenAll(ranges)).SelectMany(missing => missing)];
    }

    private async Task<List<string>> FindMissingInRangeAsync(string prefix, string[] keys, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var next = 0;
        var density = keys.Length;
        while (next < keys.Length)
        {
            if (density < WorthAPage)
            {
                var batch = keys[next..Math.Min(next + (WorthAPage * 4), keys.Length)];
                missing.AddRange(await LookUpEachAsync(batch, cancellationToken));
                next += batch.Length;
                continue;
            }

            var page = await ListFromAsync(prefix, keys[next], cancellationToken);
            var covered = page.IsLast ? keys.Length : UpTo(keys, next, page.Keys[^1]);
            Compare(keys.AsSpan(next, covered - next), page.Keys, missing);
            density = covered - next;
            next = covered;
        }

        return missing;
    }

    /// <summary>Both sides are sorted: one walk over them.</summary>
    private static void Compare(ReadOnlySpan<string> wanted, List<string> stored, List<string> missing)
    {
        var at = 0;
        foreach (var key in wanted)
        {
            while (at < stored.Count && string.CompareOrdinal(stored[at], key) < 0)
            {
                at++;
            }

            if (at == stored.Count || !string.Equals(stored[at], key, StringComparison.Ordinal))
            {
                missing.Add(key);
            }
        }
    }

    private static int UpTo(string[] keys, int start, string last)
    {
        var index = Array.BinarySearch(keys, start, keys.Length - start, last, StringComparer.Ordinal);
        return index >= 0 ? index + 1 : ~index;
    }

    private async Task<(List<string> Keys, bool IsLast)> ListFromAsync(string prefix, string key, CancellationToken cancellationToken)
    {
        // A key without its last character sorts before it and after all that is smaller at an earlier place.
        var response = await store.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = options.Bucket, Prefix = prefix, StartAfter = key[..^1], MaxKeys = 1000 }, cancellationToken);
        var keys = response.S3Objects?.ConvertAll(item => item.Key) ?? [];
        return (keys, response.IsTruncated != true || keys.Count == 0);
    }

    private async Task<IEnumerable<string>> LookUpEachAsync(string[] keys, CancellationToken cancellationToken)
    {
        var isMissing = new bool[keys.Length];
        await Parallel.ForAsync(
            0,
            keys.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (index, token) => isMissing[index] = !await ExistsAsync(keys[index], token));
        return keys.Where((_, index) => isMissing[index]);
    }

    private async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await store.GetObjectMetadataAsync(options.Bucket, key, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
