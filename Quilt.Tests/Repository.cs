namespace Quilt.Tests;

/// <summary>The sources that the tests were built from, for what is tested as a file.</summary>
internal static class Repository
{
    /// <summary>A file of the repository.</summary>
    public static string PathOf(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Quilt.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine([folder.FullName, .. parts]);
    }
}
