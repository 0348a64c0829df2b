using System.Security.Cryptography;
using System.Text.Json;

namespace Quilt.Client;

/// <summary>Puts files into a tree and keeps their content at hand for the upload.</summary>
public sealed class PackageBuilder
{
    private readonly Dictionary<string, PackageNode> _children = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObjectContent> _objects = new(StringComparer.Ordinal);

    /// <summary>Starts with an empty tree.</summary>
    public PackageBuilder() => Root = PackageNode.Root(_children);

    /// <summary>The tree; it grows with what is added.</summary>
    public PackageNode Root { get; }

    /// <summary>The content of every object of the tree, by hash.</summary>
    public IReadOnlyDictionary<string, ObjectContent> Objects => _objects;

    /// <summary>The size of every object of the tree, by hash, as a push states it.</summary>
    public IReadOnlyDictionary<string, long> Sizes => _objects.ToDictionary(entry => entry.Key, entry => entry.Value.Size, StringComparer.Ordinal);

    /// <summary>Adds a file from memory.</summary>
    /// <param name="path">Where it goes: node names joined by <c>/</c>; missing groups are made.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="metadata">What to note about it; null notes nothing.</param>
    /// <exception cref="ArgumentException">There is something at the path, or a file on the way.</exception>
    public PackageBuilder AddFile(string path, ReadOnlyMemory<byte> content, JsonElement? metadata = null)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        return Add(path, hash, ObjectContent.From(content), metadata);
    }

    /// <summary>Adds a file from disk, noting its path and extension as the Python client does.</summary>
    /// <param name="path">Where it goes: node names joined by <c>/</c>; missing groups are made.</param>
    /// <param name="file">The file to add; it must not change until it is uploaded.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="ArgumentException">There is something at the path, or a file on the way.</exception>
    public async Task<PackageBuilder> AddFileAsync(string path, FileInfo file, CancellationToken cancellationToken = default)
    {
        await using var stream = file.OpenRead();
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return Add(path, hash, ObjectContent.From(file), OriginOf(file));
    }

    /// <summary>Adds an empty group.</summary>
    /// <param name="path">Where it goes: node names joined by <c>/</c>; missing groups are made.</param>
    /// <exception cref="ArgumentException">There is a file at the path or on the way.</exception>
    public PackageBuilder AddGroup(string path)
    {
        FolderAt(path.Split('/'), path);
        return this;
    }

    private static JsonElement OriginOf(FileInfo file)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("q_ext", file.Extension.TrimStart('.'));
            writer.WriteString("q_path", file.Name);
            writer.WriteString("q_target", "file");
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }

    private PackageBuilder Add(string path, string hash, ObjectContent content, JsonElement? metadata)
    {
        var names = path.Split('/');
        var folder = FolderAt(names[..^1], path);
        if (names[^1].Length == 0 || !folder.TryAdd(names[^1], PackageNode.File([hash], metadata)))
        {
            throw new ArgumentException($"'{path}' cannot be added: the name is empty or taken.", nameof(path));
        }

        _objects.TryAdd(hash, content);
        return this;
    }

    /// <summary>The children of the group at <paramref name="names"/>; the groups of this tree hold dictionaries that only the builder writes to.</summary>
    private Dictionary<string, PackageNode> FolderAt(string[] names, string path)
    {
        var folder = _children;
        foreach (var name in names)
        {
            if (!folder.TryGetValue(name, out var node))
            {
                folder[name] = node = PackageNode.Group(new Dictionary<string, PackageNode>(StringComparer.Ordinal));
            }

            folder = name.Length > 0 && node.IsGroup
                ? (Dictionary<string, PackageNode>)node.Children
                : throw new ArgumentException($"'{path}' cannot be added: '{name}' on the way is not a group.", nameof(path));
        }

        return folder;
    }
}
