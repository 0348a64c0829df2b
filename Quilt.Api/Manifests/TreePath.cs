using System.Text;

namespace Quilt.Api.Manifests;

/// <summary>The place of a node for messages.</summary>
internal static class TreePath
{
    private const int Longest = 400;

    /// <summary><c>contents/children/a/children/b</c>; of a very long path the end.</summary>
    public static string Of(TextStore texts, Node[] nodes, ReadOnlySpan<int> open)
    {
        var path = new StringBuilder();
        for (var level = open.Length - 1; level > 0 && path.Length < Longest; level--)
        {
            path.Insert(0, Encoding.UTF8.GetString(texts[nodes[open[level]].Name])).Insert(0, "/children/");
        }

        return path.Length <= Longest
            ? path.Insert(0, "contents").ToString()
            : path.Remove(0, path.Length - Longest).Insert(0, "…").ToString();
    }
}
