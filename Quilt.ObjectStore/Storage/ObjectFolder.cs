using Quilt.ObjectStore.Protocol;

namespace Quilt.ObjectStore.Storage;

/// <summary>Decides, from the object that has the key now (or null), whether a change may go on.</summary>
internal delegate S3Error? Precondition(ObjectFacts? current);

/// <summary>Puts, opens and deletes objects. What it has acknowledged survives a power cut.</summary>
internal sealed class ObjectFolder(BucketStore buckets, DiskThreads disk, TimeProvider time)
{
    private const int Stripes = 256;
    private const int MostAttempts = 16;
    private readonly Lock[] _keys = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];
    private readonly Lock _folders = new();
    private volatile int _foldersInTheMaking;

    /// <summary>Opens an object, or gives null when there is none (or no such bucket).</summary>
    public ObjectReader? TryOpen(string bucket, string key) => ObjectReader.TryOpen(KeyPath.OfObject(buckets.FolderOf(bucket), key));

    /// <summary>Makes a written object visible under its key, in one step.</summary>
    public Task<S3Error?> CommitAsync(ObjectWriter writer, string bucket, UInt128 md5, int parts, Precondition? precondition) => disk.RunAsync(() =>
    {
        writer.Finish(time.GetUtcNow(), md5, parts);
        var bucketFolder = buckets.FolderOf(bucket);
        var path = KeyPath.OfObject(bucketFolder, writer.Key);
        lock (LockOf(path))
        {
            if (precondition?.Invoke(CurrentFacts(path)) is { } refusal)
            {
                return refusal;
            }

            if (!TryMove(writer, path, bucketFolder))
            {
                return S3Error.NoSuchBucket;
            }
        }

        NativeFile.FlushFolder(Path.GetDirectoryName(path)!);
        WaitForNewFolders();
        return null;
    });

    /// <summary>Deletes an object if it is there.</summary>
    public Task<S3Error?> DeleteAsync(string bucket, string key, Precondition? precondition) => disk.RunAsync(() =>
    {
        var bucketFolder = buckets.FolderOf(bucket);
        var path = KeyPath.OfObject(bucketFolder, key);
        lock (LockOf(path))
        {
            if (precondition?.Invoke(CurrentFacts(path)) is { } refusal)
            {
                return refusal;
            }

            if (!File.Exists(path))
            {
                return Directory.Exists(bucketFolder) ? null : S3Error.NoSuchBucket;
            }

            File.Delete(path);
        }

        var folder = Path.GetDirectoryName(path)!;
        NativeFile.FlushFolder(folder);
        RemoveEmptyFolders(folder, bucketFolder);
        return null;
    });

    private static ObjectFacts? CurrentFacts(string path)
    {
        Span<byte> head = stackalloc byte[ObjectHeader.FactsLength];
        return NativeFile.ReadStart(path, head) < 0 ? null : ObjectHeader.ReadFacts(head, out _);
    }

    private bool TryMove(ObjectWriter writer, string path, string bucketFolder)
    {
        // A folder that was just found or made may vanish again with the deletion of its last object.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                writer.MoveTo(path);
                return true;
            }
            catch (DirectoryNotFoundException) when (attempt < MostAttempts)
            {
                if (!Directory.Exists(bucketFolder))
                {
                    return false;
                }

                MakeFolders(Path.GetDirectoryName(path)!, bucketFolder);
            }
        }
    }

    private void MakeFolders(string folder, string bucketFolder)
    {
        _ = Interlocked.Increment(ref _foldersInTheMaking);
        try
        {
            lock (_folders)
            {
                var missing = new Stack<string>();
                for (var path = folder; path.Length > bucketFolder.Length && !Directory.Exists(path); path = Path.GetDirectoryName(path)!)
                {
                    missing.Push(path);
                }

                foreach (var path in missing)
                {
                    Directory.CreateDirectory(path);
                    NativeFile.FlushFolder(Path.GetDirectoryName(path)!);
                }
            }
        }
        finally
        {
            _ = Interlocked.Decrement(ref _foldersInTheMaking);
        }
    }

    /// <summary>An object may have gone into a folder that another upload has made but not flushed yet.</summary>
    private void WaitForNewFolders()
    {
        if (_foldersInTheMaking > 0)
        {
            lock (_folders)
            {
                // Whoever made a folder flushed it before leaving the lock.
            }
        }
    }

    private static void RemoveEmptyFolders(string folder, string bucketFolder)
    {
        try
        {
            while (folder.Length > bucketFolder.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
                folder = Path.GetDirectoryName(folder)!;
            }
        }
        catch (IOException)
        {
            // Another request put something into the folder, or removed it, between the look and the deletion. Either is right.
        }
    }

    private Lock LockOf(string path) => _keys[(uint)string.GetHashCode(path, StringComparison.Ordinal) % Stripes];
}
