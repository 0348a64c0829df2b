using System.IO.Enumeration;

namespace Quilt.ObjectStore.Storage;

/// <summary>A key, or with a delimiter the common prefix of several.</summary>
/// <param name="Key">The key or the prefix.</param>
/// <param name="Path">The object's file, or null for a prefix.</param>
internal readonly record struct WalkedKey(string Key, string? Path);

/// <summary>
/// Walks the keys of a bucket in S3's order, reading only the folders that hold keys of interest, and only their
/// names: the cost of a page is that of its keys, not of the bucket.
/// </summary>
/// <param name="BucketFolder">The folder of the bucket.</param>
/// <param name="Prefix">Only keys with this prefix.</param>
/// <param name="After">Only keys after this one.</param>
/// <param name="SkippedPrefix">Keys with this prefix are left out: a page before ended with it. Null for none.</param>
/// <param name="Roll">Whether keys below the prefix that hold a further slash are rolled up to it.</param>
internal sealed record KeyWalk(string BucketFolder, string Prefix, string After, string? SkippedPrefix, bool Roll)
{
    public IEnumerable<WalkedKey> Keys()
    {
        var slash = Prefix.LastIndexOf('/') + 1;
        return Walk(KeyPath.OfFolder(BucketFolder, Prefix.AsSpan(0, slash)).ToString(), Prefix[..slash], Prefix[slash..], Roll);
    }

    private IEnumerable<WalkedKey> Walk(string folder, string folderKey, string namePrefix, bool roll)
    {
        var entries = ReadSorted(folder, folderKey, namePrefix);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Kind == KeyPath.ShardKind)
            {
                entries = OpenShard(entries, ref i, entry, folderKey, namePrefix);
                continue;
            }

            var key = folderKey + entry.Name;
            if (entry.Kind == KeyPath.ObjectKind)
            {
                yield return new WalkedKey(key, entry.Path);
                continue;
            }

            foreach (var below in Walk(entry.Path, key, "", roll: false))
            {
                if (roll)
                {
                    yield return new WalkedKey(key, null);
                    break;
                }

                yield return below;
            }
        }
    }

    /// <summary>Replaces a shard, and what sorts among its names, by their merged order; <paramref name="index"/> then stands before them.</summary>
    private List<Entry> OpenShard(List<Entry> entries, ref int index, Entry shard, string folderKey, string namePrefix)
    {
        var merged = ReadSorted(shard.Path, folderKey, namePrefix);
        var end = index + 1;
        while (end < entries.Count && entries[end].Name.StartsWith(shard.Name, StringComparison.Ordinal))
        {
            end++;
        }

        if (end > index + 1)
        {
            merged.AddRange(entries.GetRange(index + 1, end - index - 1));
            merged.Sort();
        }

        merged.AddRange(entries.GetRange(end, entries.Count - end));
        index = -1;
        return merged;
    }

    private List<Entry> ReadSorted(string folder, string folderKey, string namePrefix)
    {
        var entries = new List<Entry>();
        Read(folder, "", folderKey, namePrefix, entries);
        entries.Sort();
        return entries;
    }

    private void Read(string folder, string pieces, string folderKey, string namePrefix, List<Entry> entries)
    {
        foreach (var name in Names(folder))
        {
            var path = string.Concat(folder, Path.DirectorySeparatorChar.ToString(), name);
            if (name[0] == KeyPath.PieceKind)
            {
                Read(path, pieces + name[1..], folderKey, namePrefix, entries);
                continue;
            }

            var decoded = KeyPath.Decode(pieces.Length == 0 ? name.AsSpan(1) : pieces + name[1..]);
            var entry = new Entry(name[0] == KeyPath.SegmentKind ? decoded + "/" : decoded, name[0], path);
            if (IsWanted(entry, folderKey, namePrefix))
            {
                entries.Add(entry);
            }
        }
    }

    private bool IsWanted(Entry entry, string folderKey, string namePrefix)
    {
        if (!entry.Name.StartsWith(namePrefix, StringComparison.Ordinal)
            && !(entry.Kind == KeyPath.ShardKind && namePrefix.StartsWith(entry.Name, StringComparison.Ordinal)))
        {
            return false;
        }

        if (After.Length == 0 && SkippedPrefix is null)
        {
            return true;
        }

        var key = folderKey + entry.Name;
        if (SkippedPrefix is not null && key.StartsWith(SkippedPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        return Utf8Order.CompareKeys(key, After) > 0
            || (entry.Kind != KeyPath.ObjectKind && After.StartsWith(key, StringComparison.Ordinal));
    }

    private static List<string> Names(string folder)
    {
        try
        {
            return [.. new FileSystemEnumerable<string>(
                folder, (ref entry) => entry.FileName.ToString(), new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })];
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever put there, or its last object was deleted a moment ago.
            return [];
        }
    }

    /// <summary>One file or folder, by its name in the key; a segment's with its slash, so that it sorts as its keys do.</summary>
    private readonly record struct Entry(string Name, char Kind, string Path) : IComparable<Entry>
    {
        public int CompareTo(Entry other)
        {
            // A shard is named by a prefix of its keys and comes before anything that could sort among them.
            var order = Utf8Order.CompareKeys(Name, other.Name);
            return order != 0 ? order : (Kind == KeyPath.ShardKind ? 0 : 1).CompareTo(other.Kind == KeyPath.ShardKind ? 0 : 1);
        }
    }
}
