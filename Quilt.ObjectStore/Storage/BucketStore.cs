using Quilt.ObjectStore.Protocol;

namespace Quilt.ObjectStore.Storage;

/// <summary>The buckets, as folders.</summary>
internal sealed class BucketStore(StoreFolder folder)
{
    /// <summary>The folder of a bucket, whether or not it is there.</summary>
    public string FolderOf(string bucket) => Path.Combine(folder.Buckets, KeyPath.Encode(KeyPath.SegmentKind, bucket));

    public bool Exists(string bucket) => Directory.Exists(FolderOf(bucket));

    public void Create(string bucket)
    {
        Directory.CreateDirectory(FolderOf(bucket));
        NativeFile.FlushFolder(folder.Buckets);
    }

    /// <summary>Removes an empty bucket.</summary>
    public S3Error? Delete(string bucket)
    {
        var path = FolderOf(bucket);
        if (!Directory.Exists(path))
        {
            return S3Error.NoSuchBucket;
        }

        try
        {
            DeleteEmptyFolders(path);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            return S3Error.BucketNotEmpty;
        }

        NativeFile.FlushFolder(folder.Buckets);
        return null;
    }

    public IEnumerable<(string Name, DateTimeOffset Created)> List() =>
        from info in new DirectoryInfo(folder.Buckets).EnumerateDirectories()
        let name = KeyPath.Decode(info.Name.AsSpan(1))
        orderby name
        select (name, new DateTimeOffset(info.CreationTimeUtc));

    /// <summary>Deletes folders from the leaves up, and so never a folder that something was put into meanwhile.</summary>
    private static void DeleteEmptyFolders(string path)
    {
        foreach (var child in Directory.GetDirectories(path))
        {
            DeleteEmptyFolders(child);
        }

        Directory.Delete(path);
    }
}
