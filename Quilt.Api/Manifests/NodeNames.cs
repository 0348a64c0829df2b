using System.Text;

namespace Quilt.Api.Manifests;

/// <summary>The names of a tree's nodes as text for the search index.</summary>
internal static class NodeNames
{
    /// <summary>All names, separated by spaces, level by level: where the text would grow too long, the deepest are left out.</summary>
    /// <param name="manifest">The tree.</param>
    /// <param name="longest">The most bytes of UTF-8 that the text may have.</param>
    public static string Join(Manifest manifest, int longest)
    {
        var text = new GrowingArray<byte>(0);
        var groups = new GrowingArray<int>(16);
        groups.Add(Manifest.Top);
        for (var next = 0; next < groups.Count; next++)
        {
            foreach (var child in manifest.ChildrenOf(groups[next]))
            {
                var name = manifest.NameOf(child);
                if (text.Count + name.Length + 1 > longest)
                {
                    return Encoding.UTF8.GetString(text.Span);
                }

                if (text.Count > 0)
                {
                    text.Add((byte)' ');
                }

                text.AddRange(name);
                if (manifest.IsGroup(child))
                {
                    groups.Add(child);
                }
            }
        }

        return Encoding.UTF8.GetString(text.Span);
    }
}
