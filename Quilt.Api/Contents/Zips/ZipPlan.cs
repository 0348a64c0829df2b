using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Quilt.Api.Http;
using Quilt.Api.Manifests;

namespace Quilt.Api.Contents.Zips;

/// <summary>
/// Every byte of a zip file but contents and checksums, known beforehand from the tree: so the same folder makes the same
/// file each time, and a download can go on anywhere in it.
/// </summary>
internal sealed class ZipPlan
{
    /// <summary>Entries of one file; more are downloaded folder by folder.</summary>
    private const int MaxEntries = 100_000;

    /// <summary>Bytes that a name in a zip file may have, with its folders.</summary>
    private const int MaxNameLength = 32 * 1024;

    /// <summary>Goes into the tag: another way of laying out the file makes another file.</summary>
    private const string Layout = "1";

    private ZipPlan(FoundNode source, IReadOnlyList<ZipEntry> entries)
    {
        Source = source;
        Entries = entries;
        DirectoryOffset = entries.Count == 0 ? 0 : entries[^1].End;
        foreach (var entry in entries)
        {
            DirectoryLength += ZipRecords.CentralLength(entry);
        }

        Length = DirectoryOffset + DirectoryLength + ZipRecords.EndLength(entries.Count, DirectoryOffset, DirectoryLength);
        var identity = string.Create(CultureInfo.InvariantCulture, $"{Layout}\n{source.Package.Id}\n{source.Package.ContentsVersion}\n{source.Hash}\n{source.Path}");
        Tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..32]}\"";
    }

    public FoundNode Source { get; }

    public IReadOnlyList<ZipEntry> Entries { get; }

    public long DirectoryOffset { get; }

    public long DirectoryLength { get; }

    public long Length { get; }

    /// <summary>The entity tag.</summary>
    public string Tag { get; }

    /// <summary>When the revision was made, which is the time of all entries.</summary>
    public DateTime Time => Source.Tree.Revision.CreatedAt;

    /// <summary>The distinct objects of the file.</summary>
    public int[] Objects => [.. Entries.Where(entry => entry.Object >= 0).Select(entry => entry.Object).Distinct()];

    /// <summary>What the file is called.</summary>
    public string FileName
    {
        get
        {
            var (package, path) = (Source.Package, Source.Path);
            return FileNames.Safe($"{package.Owner}-{package.Name}{(path.Length > 0 ? "-" : "")}{path.Replace('/', '-')}-{Source.Hash[..8]}") + ".zip";
        }
    }

    /// <summary>Lays out a node with all below it, or says why that makes no zip file.</summary>
    public static (ZipPlan? Plan, ApiError? Error) Of(FoundNode source)
    {
        var tree = source.Tree;
        if (tree.FilesBelow(source.Node) > MaxEntries)
        {
            return (null, ApiError.BadRequest($"That is more than {MaxEntries} files. Download the folders in it one by one, or install the package."));
        }

        var entries = new List<ZipEntry>();
        var offset = 0L;
        foreach (var (name, index) in Names(tree.Manifest, source.Node))
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            var size = index < 0 ? 0 : tree.SizeOf(index);
            if (bytes.Length > MaxNameLength)
            {
                return (null, ApiError.BadRequest("That nests too deep for a zip file. Download a folder further down, or install the package."));
            }

            if (size < 0 || size > long.MaxValue / 4 - offset || entries.Count > MaxEntries)
            {
                return (null, ApiError.BadRequest("That is too large for a zip file. Download the folders in it one by one, or install the package."));
            }

            var entry = new ZipEntry(bytes, index, size, offset);
            entries.Add(entry);
            offset = entry.End;
        }

        return (new ZipPlan(source, entries), null);
    }

    /// <summary>The entries' names with their objects, in the order of the tree. No two of a folder differ in letter case only.</summary>
    private static IEnumerable<(string Name, int Object)> Names(Manifest manifest, int top)
    {
        var open = new Stack<(string Folder, int Node, HashSet<string> Taken)>();
        if (manifest.IsGroup(top))
        {
            open.Push((string.Empty, top, NewFolder()));
        }
        else
        {
            foreach (var leaf in Leaf(manifest, top, string.Empty, NewFolder()))
            {
                yield return leaf;
            }
        }

        while (open.TryPop(out var folder))
        {
            var groups = new List<(string, int, HashSet<string>)>();
            foreach (var child in manifest.ChildrenOf(folder.Node).ToArray())
            {
                if (manifest.IsGroup(child))
                {
                    var name = $"{folder.Folder}{Take(FileNames.Safe(Encoding.UTF8.GetString(manifest.NameOf(child))), folder.Taken)}/";
                    groups.Add((name, child, NewFolder()));
                    if (manifest.ChildrenOf(child).IsEmpty)
                    {
                        yield return (name, -1);
                    }
                }
                else
                {
                    foreach (var leaf in Leaf(manifest, child, folder.Folder, folder.Taken))
                    {
                        yield return leaf;
                    }
                }
            }

            for (var i = groups.Count - 1; i >= 0; i--)
            {
                open.Push(groups[i]);
            }
        }
    }

    private static IEnumerable<(string Name, int Object)> Leaf(Manifest manifest, int node, string folder, HashSet<string> taken)
    {
        var name = FileNames.Of(manifest, node, NodeOrigin.Of(manifest, node));
        var objects = manifest.HashesOf(node).ToArray();
        if (objects.Length <= 1)
        {
            yield return (folder + Take(name, taken), objects.Length == 0 ? -1 : objects[0]);
            yield break;
        }

        for (var i = 0; i < objects.Length; i++)
        {
            yield return (folder + Take(FileNames.Numbered(name, i + 1), taken), objects[i]);
        }
    }

    private static HashSet<string> NewFolder() => new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name that no other in the folder has, as Windows and macOS see it: letter case and composition do not count.</summary>
    private static string Take(string name, HashSet<string> taken)
    {
        var free = name;
        for (var number = 2; !taken.Add(free.Normalize()); number++)
        {
            free = FileNames.Numbered(name, number);
        }

        return free;
    }
}
