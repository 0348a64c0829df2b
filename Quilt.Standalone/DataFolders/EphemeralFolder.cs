namespace Quilt.Standalone.DataFolders;

/// <summary>Temporary data folders, deleted at the end of their run; those of killed runs at the next start.</summary>
internal static class EphemeralFolder
{
    private const string Prefix = "quilt-ephemeral-";

    /// <summary>Makes a fresh one, closed to other users.</summary>
    public static string Create() => Directory.CreateTempSubdirectory(Prefix).FullName;

    /// <summary>Folders in the place for temporary files that look like ours.</summary>
    public static IEnumerable<string> FindAll() => Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*");

    /// <summary>Deletes one.</summary>
    public static void Delete(string folder) => Directory.Delete(folder, recursive: true);
}
