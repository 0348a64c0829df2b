using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Quilt.Client;

namespace Quilt.Tests.Flows;

/// <summary>A package with the content of all its objects.</summary>
internal sealed class FlowPackage
{
    private readonly Dictionary<string, byte[]> _content = new(StringComparer.Ordinal);

    private FlowPackage(Func<FlowPackage, PackageNode> build)
    {
        Root = build(this);
        Hash = PackageHash.Compute(Root);
    }

    public PackageNode Root { get; }

    public string Hash { get; }

    /// <summary>The bytes of every object by hash.</summary>
    public IReadOnlyDictionary<string, byte[]> Content => _content;

    public string[] ObjectHashes => [.. _content.Keys.Order(StringComparer.Ordinal)];

    public IReadOnlyDictionary<string, ObjectContent> Objects =>
        _content.ToDictionary(entry => entry.Key, entry => ObjectContent.From(entry.Value));

    public IReadOnlyDictionary<string, long> Sizes => _content.ToDictionary(entry => entry.Key, entry => (long)entry.Value.Length);

    /// <summary>The tree as it goes over the wire.</summary>
    public JsonElement Json => JsonSerializer.SerializeToElement(Root);

    /// <summary>Files by path (<c>a/b/name.csv</c> becomes the node <c>a/b/name</c>) and text.</summary>
    public static FlowPackage Of(params (string Path, string Text)[] files) => new(package =>
    {
        var children = new Dictionary<string, PackageNode>();
        foreach (var (path, text) in files)
        {
            var parts = path.Split('/');
            var folder = children;
            foreach (var part in parts[..^1])
            {
                folder.TryAdd(part, PackageNode.Group(new Dictionary<string, PackageNode>()));
                folder = (Dictionary<string, PackageNode>)folder[part].Children;
            }

            folder[parts[^1].Split('.')[0]] = package.File(parts[^1], Encoding.UTF8.GetBytes(text));
        }

        return PackageNode.Root(children);
    });

    /// <summary>Files at the top by the very names of their nodes, which say nothing of where they came from.</summary>
    public static FlowPackage Named(params (string Name, string Text)[] files) => new(package => PackageNode.Root(files.ToDictionary(
        file => file.Name,
        file => PackageNode.File([package.Put(Encoding.UTF8.GetBytes(file.Text))], JsonElement.Parse("{}"), null))));

    /// <summary>
    /// All that a tree may hold: nested and empty groups, names beyond ASCII and beyond the BMP, an empty file, tables of
    /// several objects, metadata objects on a file, a group and the top, and enough files to move many at once. The blob
    /// is another for each topic.
    /// </summary>
    public static FlowPackage Everything(string topic) => new(package =>
    {
        var random = new byte[70_001];
        new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(topic)))).NextBytes(random);
        var children = Enumerable.Range(0, 20).ToDictionary(
            number => $"f{number:00}",
            number => package.File($"f{number:00}.csv", Encoding.UTF8.GetBytes($"{topic},{number}\n")));
        children["README"] = package.File("README.md", Encoding.UTF8.GetBytes($"# {topic}\n\nSome *markdown* about {topic}.\n"));
        children["nothing"] = PackageNode.Group(new Dictionary<string, PackageNode>());
        children["ключ_😀_ｚ"] = package.File("é.txt", "named beyond the BMP"u8.ToArray());
        children["table"] = PackageNode.Table(
            [package.Put("rows one"u8.ToArray()), package.Put("rows two"u8.ToArray())], "PARQUET", JsonElement.Parse("""{"q_ext":"csv","custom":{"deep":[1,null,"x"]}}"""));
        children["docs"] = PackageNode.Group(
            new Dictionary<string, PackageNode>
            {
                ["deep"] = PackageNode.Group(new Dictionary<string, PackageNode>
                {
                    ["blob"] = package.File("blob.bin", random),
                    ["empty"] = package.File("empty.txt", []),
                }),
                ["note"] = package.File("note.txt", "a note"u8.ToArray(), package.Put("""{"about":"note"}"""u8.ToArray())),
            },
            package.Put("""{"about":"docs"}"""u8.ToArray()));
        return PackageNode.Root(children, package.Put("""{"about":"all"}"""u8.ToArray()));
    });

    /// <summary>The push for <see cref="QuiltRegistryClient"/>.</summary>
    public PackagePush ToPush(bool isPublic = false) => new(Root, Sizes, isPublic);

    /// <summary>The JSON body of a push, changed by <paramref name="edit"/>.</summary>
    public string Body(bool dryRun = false, bool isPublic = false, Action<JsonObject>? edit = null)
    {
        var body = new JsonObject
        {
            ["dry_run"] = dryRun,
            ["is_public"] = isPublic,
            ["is_team"] = false,
            ["contents"] = JsonSerializer.SerializeToNode(Root),
            ["description"] = "",
            ["sizes"] = dryRun ? new JsonObject() : JsonSerializer.SerializeToNode(Sizes),
        };
        edit?.Invoke(body);
        return body.ToJsonString();
    }

    /// <summary>The JSON body of a push of the node at <paramref name="path"/> alone.</summary>
    public string NodeBody(string path, bool dryRun = false)
    {
        var node = Root.Find(path)!;
        return Body(dryRun, edit: body =>
        {
            body["contents"] = JsonSerializer.SerializeToNode(node);
            body["sizes"] = dryRun ? new JsonObject() : JsonSerializer.SerializeToNode(node.Objects().ToDictionary(hash => hash, hash => Sizes[hash]));
        });
    }

    private string Put(byte[] bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        _content[hash] = bytes;
        return hash;
    }

    private PackageNode File(string fileName, byte[] bytes, string? metadataHash = null)
    {
        var metadata = new JsonObject { ["q_path"] = "data/" + fileName, ["q_ext"] = fileName.Split('.')[^1], ["q_target"] = "file" };
        return PackageNode.File([Put(bytes)], JsonElement.Parse(metadata.ToJsonString()), metadataHash);
    }
}
