using System.Text.Json;
using Quilt.Api.Manifests;
using Quilt.Api.Revisions;

namespace Quilt.Api.Pushes;

/// <summary>All that is stored of a revision, worked out before the database is touched.</summary>
internal sealed class RevisionDraft
{
    /// <summary>The package hash, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    public required Manifest Manifest { get; init; }

    /// <summary>The sizes of the manifest's objects, by object index.</summary>
    public required long[] Sizes { get; init; }

    /// <summary>The object that holds the README, or null.</summary>
    public required byte[]? ReadmeHash { get; init; }

    /// <summary>The objects, by index, that the package does not have yet.</summary>
    public required int[] NewObjects { get; set; }

    public required byte[] Contents { get; init; }

    public required string FileTypes { get; init; }

    public required string Preview { get; init; }

    /// <summary>Works out what follows from the tree.</summary>
    public static RevisionDraft Of(byte[] hash, Manifest manifest, long[] sizes, int[] newObjects)
    {
        var readme = manifest.Readme();
        return new RevisionDraft
        {
            Hash = hash,
            Manifest = manifest,
            Sizes = sizes,
            NewObjects = newObjects,
            ReadmeHash = readme == Node.NoObject ? null : manifest.Objects[readme].ToArray(),
            Contents = ContentsCompression.Compress(manifest.Contents.Span),
            FileTypes = JsonSerializer.Serialize(Manifests.FileTypes.Count(manifest), PushJson.Default.DictionaryStringInt32),
            Preview = System.Text.Encoding.UTF8.GetString(Manifests.Preview.Of(manifest)),
        };
    }

    /// <summary>What an install of it reads, with bytes of its own: those of the push go back to their pool.</summary>
    public RevisionContent ToContent(PushContext push) => new()
    {
        Contents = Manifest.Contents.ToArray(),
        Hashes = Manifest.Objects.Hashes.ToArray(),
        Sizes = Sizes,
        CreatedBy = push.By.Caller.UserName,
        CreatedAt = push.Now,
        UpdatedBy = push.By.Caller.UserName,
        UpdatedAt = push.Now,
    };

    /// <summary>The package has none of the objects after all.</summary>
    public void RecordAll() => NewObjects = Manifest.Objects.Except(new ObjectTable(0));

    /// <summary>Bytes of all objects; absurd sizes add up to the largest number instead of overflowing.</summary>
    public long TotalSize
    {
        get
        {
            var total = 0L;
            foreach (var size in Sizes)
            {
                total = size > long.MaxValue - total ? long.MaxValue : total + size;
            }

            return total;
        }
    }
}
