namespace Quilt.Catalog.Readmes;

/// <summary>Where a text stands in its package, so that what it names beside itself can be found.</summary>
/// <param name="FilesPath">The package's files page, such as <c>/package/owner/name/files</c>.</param>
/// <param name="Folder">The folder of the text inside the package, such as <c>docs</c>; empty for the top.</param>
/// <param name="Query">The query that picks the revision, such as <c>?hash=…</c>; empty for the latest.</param>
/// <param name="PicturesPath">What answers with a picture of the package, its path appended; null leaves links to the files instead.</param>
/// <param name="IsComment">Whether it is one of many on a page: then it has no pictures, no ids, and nothing beside it.</param>
public sealed record MarkupContext(string FilesPath, string Folder = "", string Query = "", string? PicturesPath = null, bool IsComment = false)
{
    /// <summary>The context of a comment.</summary>
    public static MarkupContext Comment { get; } = new("", IsComment: true);

    private const int MaxParts = 50;

    /// <summary>The page of a file beside the text.</summary>
    public string? FileLink(string relative) => !IsComment && Resolve(relative) is { } found ? FilesPath + found.Path + Query + found.Fragment : null;

    /// <summary>The address of a picture beside the text.</summary>
    public string? PictureLink(string relative) =>
        PicturesPath is not null && Resolve(relative) is { Path.Length: > 0 } found ? PicturesPath + found.Path + Query : null;

    /// <summary>
    /// The path inside the package, each part escaped anew: whatever the text holds, the outcome begins with this
    /// package's page and has no host, scheme or query of its own.
    /// </summary>
    private (string Path, string Fragment)? Resolve(string relative)
    {
        var hash = relative.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? "" : "#" + ReadmeSanitizer.IdPrefix + Uri.EscapeDataString(Unescape(relative[(hash + 1)..]));
        var path = hash < 0 ? relative : relative[..hash];
        var query = path.IndexOf('?', StringComparison.Ordinal);
        path = (query < 0 ? path : path[..query]).Replace('\\', '/').Trim();
        if (path.StartsWith("//", StringComparison.Ordinal) || path.Split('/')[0].Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : $"{Folder}/{path}").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or "..") && Unescape(part) is var name && name is not ("." or ".."))
            {
                parts.Add(name);
            }
        }

        return parts.Count > MaxParts ? null : (string.Concat(parts.Select(part => "/" + Uri.EscapeDataString(part))), fragment);
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text);
}
