namespace Quilt.Standalone.DataFolders;

/// <summary>Temporary data folders, deleted at the end of their run; those of killed runs at the next ephemeral start.</summary>
internal static class EphemeralFolder
{
    private const string Prefix = "quilt-ephemeral-";

    private static readonly TimeSpan TimeToTakeTheLock = TimeSpan.FromMinutes(1);

    /// <summary>Makes a fresh one, closed to other users.</summary>
    public static string Create() => Directory.CreateTempSubdirectory(Prefix).FullName;

    /// <summary>Folders in the place for temporary files that look like ours and are not just being set up.</summary>
    public static IEnumerable<string> FindAll(TimeProvider time) =>
        Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*")
            .Where(folder => FolderLock.Exists(folder) || time.GetUtcNow() - Directory.GetCreationTimeUtc(folder) > TimeToTakeTheLock);

    /// <summary>Deletes one.</summary>
    public static void Delete(string folder) => Directory.Delete(folder, recursive: true);
}
