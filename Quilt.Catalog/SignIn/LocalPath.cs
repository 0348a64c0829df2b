namespace Quilt.Catalog.SignIn;

/// <summary>Where to go after signing in: a page of this site and nothing else, whatever the link says.</summary>
internal static class LocalPath
{
    /// <summary><paramref name="path"/> when it is a path on this site, else the start page.</summary>
    public static string OrHome(string? path) => IsLocal(path) ? path! : "/";

    /// <summary>
    /// Browsers read <c>//host</c>, <c>/\host</c> and paths with tabs and newlines in them as addresses of other sites.
    /// </summary>
    private static bool IsLocal(string? path) =>
        path is ['/', ..]
        && path is not ['/', '/' or '\\', ..]
        && path.Length <= 2048
        && !path.AsSpan().ContainsAnyInRange('\0', '\x1f')
        && !path.Contains('\\')
        && !path.Contains('\x7f');
}
