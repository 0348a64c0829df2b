namespace Quilt.Api.Manifests;

/// <summary>
/// The hash that names a revision: SHA-256 over types, names, counts and hashes of the tree, children in code-point order.
/// </summary>
internal static class PackageHash
{
    /// <summary>The hash of a tree.</summary>
    public static byte[] Compute(Manifest manifest)
    {
        using var stream = new PackageHashStream();
        var open = new GrowingArray<Level>(16);
        Enter(manifest, Manifest.Top, stream, ref open);
        while (open.Count > 0)
        {
            ref var level = ref open[open.Count - 1];
            var children = manifest.ChildrenOf(level.Node);
            if (level.Next < children.Length)
            {
                var child = children[level.Next++];
                stream.WriteText(manifest.NameOf(child));
                Enter(manifest, child, stream, ref open);
            }
            else
            {
                Leave(manifest, level.Node, stream);
                open.Count--;
            }
        }

        return stream.Finish();
    }

    // Tables and files are written at once; a group waits on the stack for its children.
    private static void Enter(Manifest manifest, int node, PackageHashStream stream, ref GrowingArray<Level> open)
    {
        stream.WriteText(manifest.TypeOf(node) switch
        {
            NodeType.Root => "ROOT"u8,
            NodeType.Group => "GROUP"u8,
            NodeType.Table => "TABLE"u8,
            _ => "FILE"u8,
        });
        if (manifest.IsGroup(node))
        {
            stream.WriteCount(manifest.ChildrenOf(node).Length);
            open.Add(new() { Node = node });
            return;
        }

        var hashes = manifest.HashesOf(node);
        stream.WriteCount(hashes.Length);
        foreach (var index in hashes)
        {
            stream.WriteHash(manifest.Objects[index]);
        }

        Leave(manifest, node, stream);
    }

    private static void Leave(Manifest manifest, int node, PackageHashStream stream)
    {
        var metadata = manifest.MetadataHashOf(node);
        if (metadata != Node.NoObject)
        {
            stream.WriteHash(manifest.Objects[metadata]);
        }
    }

    private struct Level
    {
        public int Node;
        public int Next;
    }
}
